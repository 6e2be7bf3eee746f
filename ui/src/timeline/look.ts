/** The one attention of this page. */
import { ipc } from '../ipc';
import { Attention } from './attention';

export const attention = new Attention((visible, fleet) => {
  // Rust forgets it with the page; a refusal only means that samples come later.
  ipc.attention(visible, fleet).catch(() => undefined);
});

document.addEventListener('visibilitychange', () => attention.setHidden(document.hidden));
