/** Short sentences at the foot of the window: what was done, with its undo, or why it was not. */
import type { Fault } from '../ipc';
import { faultText } from '../i18n';

export type Toast = {
  key: number;
  text: string;
  more: string | null;
  bad: boolean;
  undo?: () => void;
  /** It went without being undone. */
  gone?: () => void;
};

const STAYS_MS = 8000;

class Toasts {
  #list = $state<Toast[]>([]);
  #next = 0;

  get list(): readonly Toast[] {
    return this.#list;
  }

  /**
   * Says `text`; with `undo` it offers to take it back while it stays. `gone` is called when it goes without
   * that, for what is only really done then.
   */
  say(text: string, undo?: () => void, gone?: () => void): void {
    this.#add({ text, more: null, bad: false, undo, gone });
  }

  fault(fault: Fault): void {
    const { title, cause, fix } = faultText(fault);
    this.#add({ text: title, more: fix ?? cause, bad: true });
  }

  /** Something did not work, and what to do instead. */
  warn(text: string, more: string): void {
    this.#add({ text, more, bad: true });
  }

  undo(key: number): void {
    this.#take(key)?.undo?.();
  }

  dismiss(key: number): void {
    this.#take(key)?.gone?.();
  }

  /** All go now: the page ends. */
  clear(): void {
    for (const { key } of this.#list) this.dismiss(key);
  }

  #take(key: number): Toast | undefined {
    const found = this.#list.find((toast) => toast.key === key);
    this.#list = this.#list.filter((toast) => toast.key !== key);
    return found;
  }

  #add(toast: Omit<Toast, 'key'>): void {
    const key = this.#next++;
    for (const old of this.#list.slice(0, -2)) this.dismiss(old.key);
    this.#list = [...this.#list, { key, ...toast }];
    setTimeout(() => this.dismiss(key), STAYS_MS);
  }
}

export const toasts = new Toasts();
