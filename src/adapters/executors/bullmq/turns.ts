/** Lets many in at a time, or one alone. Who asked first goes first. */
export class Turns {
  readonly #waiting: { readonly isAlone: boolean; readonly enter: () => void }[] = [];
  #inside = 0;
  #isTaken = false;

  /** Resolves to what ends the turn. */
  async take(isAlone: boolean): Promise<() => void> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ isAlone, enter });
      this.#admit();
    });
    return () => {
      this.#inside -= 1;
      this.#isTaken = false;
      this.#admit();
    };
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#isTaken || (next.isAlone && this.#inside > 0)) return;
      this.#inside += 1;
      this.#isTaken = next.isAlone;
      this.#waiting.shift();
      next.enter();
    }
  }
}
