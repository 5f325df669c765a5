import type { Cache, CacheEntry, CacheFindings, ReadCounts } from '../cache-port.ts';
import type { ValueAnswer, ValueOrder, ValueQuestion } from './messages.ts';
import { type Claimant, SingleFlight } from './single-flight.ts';

/** Serves the sessions of a run from the cache, which only the server's thread may write. */
export class ValueServer {
  readonly #cache: Cache;
  readonly #flights = new SingleFlight();
  #hits = 0;
  #misses = 0;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Opens a connection for one attempt at a job. Close it when the attempt is over, however it ended. */
  open(): ValueConnection {
    return new ValueConnection(this.#flights, this.#cache, (counts) => {
      this.#hits += counts.hits;
      this.#misses += counts.misses;
    });
  }

  /** Returns the reads of all sessions. */
  counts(): ReadCounts {
    return { hits: this.#hits, misses: this.#misses };
  }
}

/** The server's end of a session's connection. */
export class ValueConnection implements Claimant {
  readonly #flights: SingleFlight;
  readonly #cache: Cache;
  readonly #count: (counts: ReadCounts) => void;
  #asked: { readonly key: string; readonly answer: (answer: ValueAnswer) => void } | null = null;

  constructor(flights: SingleFlight, cache: Cache, count: (counts: ReadCounts) => void) {
    this.#flights = flights;
    this.#cache = cache;
    this.#count = count;
  }

  /** Carries out orders in turn. Consecutive writes share a transaction. */
  act(orders: readonly ValueOrder[]): void {
    let entries: CacheEntry[] = [];
    for (const order of orders) {
      if (order.kind === 'set') {
        entries.push({ ...order, kind: 'values' });
        continue;
      }
      this.#keep(entries);
      entries = [];
      this.#obey(order);
    }
    this.#keep(entries);
  }

  /** Answers now, or later when another session computes a claimed value. At most one question is open. */
  ask({ kind, key }: ValueQuestion, answer: (answer: ValueAnswer) => void): void {
    if (this.#asked !== null) this.#flights.renounce(this.#asked.key, this);
    this.#asked = { key, answer };
    const content = this.#cache.has('values', key) ? this.#cache.get('values', key) : null;
    if (kind === 'get') this.#count(content === null ? { hits: 0, misses: 1 } : { hits: 1, misses: 0 });
    if (content !== null || kind === 'get') this.#answer(content);
    else this.#flights.claim(key, this);
  }

  fulfilled(_key: string, content: Uint8Array): void {
    this.#answer(content);
  }

  granted(): void {
    this.#answer(null);
  }

  close(): void {
    this.#flights.leave(this);
  }

  #answer(content: ValueAnswer): void {
    const asked = this.#asked;
    this.#asked = null;
    asked?.answer(content);
  }

  #keep(entries: readonly CacheEntry[]): void {
    if (entries.length === 0) return;
    this.#cache.setMany(entries);
    // Waiting sessions get the value even when it could not be kept.
    for (const { key, content } of entries) this.#flights.fulfil(key, content);
  }

  #obey(order: Exclude<ValueOrder, { kind: 'set' }>): void {
    switch (order.kind) {
      case 'delete':
        this.#cache.delete('values', order.key);
        return;
      case 'flush':
        this.#cache.flush('values', { expiredOnly: false, prefix: order.prefix });
        return;
      case 'renounce':
        this.#flights.renounce(order.key, this);
        return;
      case 'findings':
        this.#note(order.findings);
    }
  }

  #note(findings: CacheFindings): void {
    this.#count(findings.counts.values);
    this.#cache.note(findings);
  }
}
