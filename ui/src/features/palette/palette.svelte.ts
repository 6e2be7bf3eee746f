/** Whether the palette is open. It opens over a screen, never over a dialog. */
class Palette {
  #open = $state(false);

  get open(): boolean {
    return this.#open;
  }
  show(): void {
    if (!document.querySelector('dialog[open]')) this.#open = true;
  }
  close(): void {
    this.#open = false;
  }
  toggle(): void {
    if (this.#open) this.close();
    else this.show();
  }
}

export const palette = new Palette();
