/**
 * Which action a person is at, by pointer or by keyboard. Whatever acts carries `data-verb`, whatever is about a
 * container `data-about`. Pointing lasts a while, so that the command it shows can be reached and copied.
 */
import type { Attachment } from 'svelte/attachments';
import type { Verb } from '../../ipc';

export type At = { verb: Verb | null; about: string | null };

function verbOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-verb]') : null;
}
function at(element: HTMLElement | null, target: EventTarget | null): At {
  const about = target instanceof Element ? target.closest<HTMLElement>('[data-about]') : null;
  return {
    verb: (element?.dataset.verb as Verb | undefined) ?? null,
    about: about?.dataset.about ?? null,
  };
}

export class Pointed {
  #over = $state.raw<At | null>(null);
  #focus = $state.raw<At | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  constructor(private readonly lastsMs = 8000) {}

  get now(): At {
    return this.#over ?? this.#focus ?? { verb: null, about: null };
  }

  /** The pointer or the focus is in the strip: what it shows stays. */
  hold(held: boolean): void {
    this.#held = held;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!held && this.#over) this.#later();
  }

  /** Listens for as long as the element is there: to the whole page, because its actions stand in the header. */
  readonly listen: Attachment<HTMLElement> = () => {
    const over = (event: Event) => {
      const found = verbOf(event.target);
      if (found) {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#over = at(found, event.target);
      } else if (this.#over && !this.#held && this.#timer === undefined) this.#later();
    };
    const focus = (event: Event) => {
      const next = at(verbOf(event.target), event.target);
      if (next.verb !== null || next.about !== null) {
        this.#focus = next;
        this.#over = null;
      }
    };
    // A press elsewhere leaves the action that had the focus.
    const press = (event: Event) => {
      if (!this.#held && !verbOf(event.target)) this.#focus = null;
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('pointerdown', press);
    return () => {
      clearTimeout(this.#timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('pointerdown', press);
    };
  };

  #later(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#over = null;
    }, this.lastsMs);
  }
}
