/** What a screen shall do once it stands: asked for elsewhere, taken once by the screen that it is for. */
export type Wish = 'ship' | 'run' | 'log';

/** A screen that comes later than this is opened for its own sake. */
const LASTS_MS = 10_000;

class Wanted {
  #wish = $state.raw<{ id: string; what: Wish; atMs: number } | null>(null);

  ask(id: string, what: Wish): void {
    this.#wish = { id, what, atMs: Date.now() };
  }
  /** The wish for the project or container `id`, if it is one of these; it is gone then. */
  take(id: string, ...able: Wish[]): Wish | null {
    const wish = this.#wish;
    if (wish?.id !== id || !able.includes(wish.what)) return null;
    this.#wish = null;
    return Date.now() - wish.atMs < LASTS_MS ? wish.what : null;
  }
}

export const wanted = new Wanted();
