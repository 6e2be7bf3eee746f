/** Work that is asked for often and done one at a time; what was asked meanwhile is done once more. */
export class Serial {
  private busy = false;
  private again = false;
  private ended = false;

  constructor(private readonly work: () => Promise<void>) {}

  async ask(): Promise<void> {
    if (this.ended) return;
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      do {
        this.again = false;
        await this.work();
      } while (this.again && !this.ended);
    } finally {
      this.busy = false;
    }
  }

  end(): void {
    this.ended = true;
  }
}
