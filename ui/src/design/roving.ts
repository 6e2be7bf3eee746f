/** One tab stop for a group; arrows, Home and End move inside it. */
import type { Attachment } from 'svelte/attachments';

type Options = {
  /** What can be focused, as a selector. */
  items?: string;
  /** Moving also chooses (radio groups, tabs). */
  pick?: boolean;
};

const FORWARD = new Set(['ArrowRight', 'ArrowDown']);
const BACK = new Set(['ArrowLeft', 'ArrowUp']);

function target(key: string, at: number, count: number): number | null {
  if (FORWARD.has(key)) return (at + 1) % count;
  if (BACK.has(key)) return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

export function roving({ items = 'button', pick = false }: Options = {}): Attachment<HTMLElement> {
  return (group) => {
    const all = () => [...group.querySelectorAll<HTMLElement>(items)];
    /** The one that Tab reaches; the first, where the markup marks none. */
    const settle = () => {
      const found = all();
      if (!found.length || found.some((one) => one.tabIndex === 0)) return;
      const first = found[0];
      if (first) first.tabIndex = 0;
    };
    const move = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const found = all();
      const at = found.indexOf(event.target as HTMLElement);
      const to = at < 0 ? null : target(event.key, at, found.length);
      const next = to === null ? undefined : found[to];
      if (!next) return;
      event.preventDefault();
      for (const one of found) one.tabIndex = one === next ? 0 : -1;
      next.focus();
      if (pick) next.click();
    };
    settle();
    const observer = new MutationObserver(settle);
    observer.observe(group, { childList: true, subtree: true });
    group.addEventListener('keydown', move);
    return () => {
      observer.disconnect();
      group.removeEventListener('keydown', move);
    };
  };
}
