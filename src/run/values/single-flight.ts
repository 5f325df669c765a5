/** A participant that may compute values. */
export interface Claimant {
  /** Another claimant computed the value. */
  fulfilled(key: string, content: Uint8Array): void;
  /** This claimant must compute the value now. */
  granted(key: string): void;
}

interface Claim {
  holder: Claimant;
  readonly waiting: Claimant[];
}

/**
 * Single-flight: one claimant computes a value while the others wait. A claim that would close a circle of waiting, a
 * deadlock, is granted at once. A claimant that leaves gives up its claims.
 */
export class SingleFlight {
  readonly #flights = new Map<string, Claim>();
  /** The key that each claimant waits for. */
  readonly #wanted = new Map<Claimant, string>();

  /** Calls the claimant's `granted` or `fulfilled`, now or later. */
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

  /** Gives the value to all that wait for it. */
  fulfil(key: string, content: Uint8Array): void {
    const claim = this.#flights.get(key);
    if (claim === undefined) return;
    this.#flights.delete(key);
    for (const claimant of claim.waiting) {
      this.#wanted.delete(claimant);
      claimant.fulfilled(key, content);
    }
  }

  /** Withdraws a claimant, which no longer computes the value or waits for it. */
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

  /** Withdraws a claimant from all keys. */
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

  /** True when `from` waits for `to`, directly or through others. */
  #waitsFor(from: Claimant, to: Claimant): boolean {
    for (let claimant: Claimant | undefined = from; claimant !== undefined; ) {
      if (claimant === to) return true;
      const wanted = this.#wanted.get(claimant);
      claimant = wanted === undefined ? undefined : this.#flights.get(wanted)?.holder;
    }
    return false;
  }
}
