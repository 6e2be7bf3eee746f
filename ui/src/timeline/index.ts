/** What charts, logs and lists share: range and cursor, attention, the window of rows, one-at-a-time work. */
export { attention } from './look';
export { atEnd, rowWindow, scrollFor, type RowWindow } from './rows';
export { Serial } from './serial';
export { theme } from './theme.svelte';
export { spans, Timeline, timelineOf, type Span } from './timeline.svelte';
