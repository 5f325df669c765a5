/** Someone who may compute values, and is told when to. */
export interface Claimant {
  /** The value was made by another. */
  fulfilled(key: string, content: Uint8Array): void;
  /** It is now this claimant's to compute. */
  granted(key: string): void;
}

interface Claim {
  holder: Claimant;
  readonly waiting: Claimant[];
}

/**
 * Who computes which value, so that only one does while the others wait. Nobody waits for someone who waits for them,
 * and whoever goes leaves nothing held.
 */
export class SingleFlight {
  readonly #flights = new Map<string, Claim>();
  /** What each claimant waits for. */
  readonly #wanted = new Map<Claimant, string>();

  /** Answers the claimant now or later: `granted`, or `fulfilled`. */
  claim(key: string, claimant: Claimant): void {
    const claim = this.#flights.get(key);
    if (claim === undefined) {
      this.#flights.set(key, { holder: claimant, waiting: [] });
      claimant.granted(key);
    } else if (this.#waitsFor(claim.holder, claimant)) {
      claimant.granted(key);
    } else {
      claim.waiting.push(claimant);
      this.#wanted.set(claimant, key);
    }
  }

  /** The value is there: whoever waits gets it. */
  fulfil(key: string, content: Uint8Array): void {
    const claim = this.#flights.get(key);
    if (claim === undefined) return;
    this.#flights.delete(key);
    for (const claimant of claim.waiting) {
      this.#wanted.delete(claimant);
      claimant.fulfilled(key, content);
    }
  }

  /** The claimant neither computes the value nor waits for it any more. */
  renounce(key: string, claimant: Claimant): void {
    const claim = this.#flights.get(key);
    if (claim === undefined) return;
    const place = claim.waiting.indexOf(claimant);
    if (place >= 0) {
      claim.waiting.splice(place, 1);
      this.#wanted.delete(claimant);
    }
    if (claim.holder === claimant) this.#passOn(key, claim);
  }

  /** The claimant is gone. */
  leave(claimant: Claimant): void {
    for (const key of [...this.#flights.keys()]) this.renounce(key, claimant);
  }

  #passOn(key: string, claim: Claim): void {
    const next = claim.waiting.shift();
    if (next === undefined) {
      this.#flights.delete(key);
      return;
    }
    claim.holder = next;
    this.#wanted.delete(next);
    next.granted(key);
  }

  /** Whether `from` cannot go on before `to` does. */
  #waitsFor(from: Claimant, to: Claimant): boolean {
    for (let claimant: Claimant | undefined = from; claimant !== undefined; ) {
      if (claimant === to) return true;
      const wanted = this.#wanted.get(claimant);
      claimant = wanted === undefined ? undefined : this.#flights.get(wanted)?.holder;
    }
    return false;
  }
}
