/** Short sentences at the foot of the window: what was done, with its undo, or why it was not. */
import type { Fault } from '../ipc';
import { faultText } from '../i18n';

export type Toast = {
  key: number;
  text: string;
  more: string | null;
  bad: boolean;
  undo?: () => void;
};

const STAYS_MS = 8000;

class Toasts {
  #list = $state<Toast[]>([]);
  #next = 0;

  get list(): readonly Toast[] {
    return this.#list;
  }

  /** Says `text`; with `undo` it offers to take it back while it stays. */
  say(text: string, undo?: () => void): void {
    this.#add({ text, more: null, bad: false, undo });
  }

  fault(fault: Fault): void {
    const { title, cause, fix } = faultText(fault);
    this.#add({ text: title, more: fix ?? cause, bad: true });
  }

  dismiss(key: number): void {
    this.#list = this.#list.filter((toast) => toast.key !== key);
  }

  #add(toast: Omit<Toast, 'key'>): void {
    const key = this.#next++;
    this.#list = [...this.#list.slice(-2), { key, ...toast }];
    setTimeout(() => this.dismiss(key), STAYS_MS);
  }
}

export const toasts = new Toasts();
