/** For whom the window speaks: a beginner finds a term's meaning where it stands, an expert none of that. */
class Mode {
  #beginner = $state(true);

  get beginner(): boolean {
    return this.#beginner;
  }
  set(mode: 'beginner' | 'expert'): void {
    this.#beginner = mode === 'beginner';
  }
}

export const mode = new Mode();
