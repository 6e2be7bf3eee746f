/** The one attention of this page. */
import { ipc } from '../ipc';
import { Attention } from './attention';

/** A list that scrolls shows other rows with every frame: what it comes to rest on is told. */
const settleMs = 100;

export const attention = new Attention(
  (visible, fleet) => {
    // Rust forgets it with the page; a refusal only means that samples come later.
    ipc.attention(visible, fleet).catch(() => undefined);
  },
  (run) => setTimeout(run, settleMs),
);

document.addEventListener('visibilitychange', () => attention.setHidden(document.hidden));
