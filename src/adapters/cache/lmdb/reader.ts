import { forEachKind } from '../../../run/cache/counts.ts';
import { isUseDue } from '../../../run/cache/life.ts';
import type { CacheFinding, CacheFindings, CacheKind, CacheReader } from '../../../run/cache-port.ts';
import type { Clock } from '../../../run/ports.ts';
import { type LmdbEnvironment, openEnvironment } from '../../lmdb/environment.ts';
import { isSystemError } from '../../lmdb/error.ts';
import { findContent, findRecord } from './entries.ts';

/** Opens the coordinator's cache for reading in a worker thread. Throws JbtError `CacheUnavailable`. */
export function openLmdbReader(folder: string, clock: Clock): CacheReader {
  const environment = openEnvironment(folder, { access: 'read', check: 'quick', clock, warn: () => {} });
  return new LmdbReader(environment, clock);
}

/** Reads entries and collects findings for the writer. */
export class LmdbReader implements CacheReader {
  readonly #environment: LmdbEnvironment;
  readonly #clock: Pick<Clock, 'now'>;
  #counts = forEachKind(() => ({ hits: 0, misses: 0 }));
  #entries = new Map<string, CacheFinding>();

  constructor(environment: LmdbEnvironment, clock: Pick<Clock, 'now'>) {
    this.#environment = environment;
    this.#clock = clock;
  }

  get(kind: CacheKind, key: string): Uint8Array | null {
    const now = this.#clock.now();
    const found = this.#look(() => findContent(this.#environment, kind, key, now));
    if (found.kind !== 'alive') {
      this.#counts[kind].misses += 1;
      if (found.kind !== 'missing') this.#find(kind, key, found.kind);
      return null;
    }
    this.#counts[kind].hits += 1;
    if (isUseDue(found.record.life, now)) this.#find(kind, key, 'used');
    return found.content;
  }

  has(kind: CacheKind, key: string): boolean {
    return this.#look(() => findRecord(this.#environment, kind, key, this.#clock.now())).kind === 'alive';
  }

  takeFindings(): CacheFindings | null {
    const counts = this.#counts;
    const entries = [...this.#entries.values()];
    const isNothing = Object.values(counts).every(({ hits, misses }) => hits + misses === 0);
    if (isNothing) return null;
    this.#counts = forEachKind(() => ({ hits: 0, misses: 0 }));
    this.#entries = new Map();
    return { counts, entries };
  }

  close(): Promise<void> {
    return this.#environment.close();
  }

  /** Takes an error of LMDB for a damaged entry. */
  #look<Found>(read: () => Found): Found | { readonly kind: 'corrupt' } {
    try {
      return read();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      return { kind: 'corrupt' };
    } finally {
      this.#environment.endRead();
    }
  }

  #find(kind: CacheKind, key: string, found: CacheFinding['found']): void {
    this.#entries.set(`${kind} ${key}`, { kind, key, found });
  }
}
