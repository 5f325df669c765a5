import { Lru } from '../../model/lru.ts';
import { addReads, emptyTotals, forEachKind, type KindTotals, statisticsOf } from '../../run/cache/counts.ts';
import { type CacheLife, isExpired, lifeFrom } from '../../run/cache/life.ts';
import {
  CACHE_KINDS,
  type Cache,
  type CacheEntry,
  type CacheFindings,
  type CacheKind,
  type CacheStatistics,
  FLUSH_ALL,
} from '../../run/cache-port.ts';
import type { Clock } from '../../run/ports.ts';

export interface MemoryCacheOptions {
  readonly budgetBytes: number;
  readonly clock: Pick<Clock, 'now'>;
}

interface Kept {
  readonly kind: CacheKind;
  readonly content: Uint8Array;
  life: CacheLife;
}

/** Opens a cache that ends with the process. */
export function openMemoryCache(options: MemoryCacheOptions): Cache {
  return new MemoryCache(options);
}

class MemoryCache implements Cache {
  readonly driver = 'memory';
  readonly #options: MemoryCacheOptions;
  readonly #totals: Record<CacheKind, KindTotals> = forEachKind(emptyTotals);
  readonly #kept: Lru<Kept>;

  constructor(options: MemoryCacheOptions) {
    this.#options = options;
    this.#kept = new Lru(options.budgetBytes);
  }

  get(kind: CacheKind, key: string): Uint8Array | null {
    const kept = this.#alive(kind, key);
    if (kept === null) {
      this.#totals[kind].misses += 1;
      return null;
    }
    this.#totals[kind].hits += 1;
    this.#kept.get(placeOf(kind, key));
    kept.life = { ...kept.life, usedAt: this.#options.clock.now() };
    return kept.content.slice();
  }

  has(kind: CacheKind, key: string): boolean {
    return this.#alive(kind, key) !== null;
  }

  /** Always null: this reader writes by itself. */
  takeFindings(): null {
    return null;
  }

  set(kind: CacheKind, key: string, content: Uint8Array, ttlSeconds: number | null): boolean {
    this.delete(kind, key);
    const bytes = content.byteLength;
    if (bytes > this.#options.budgetBytes) return false;
    const life = lifeFrom(this.#options.clock.now(), ttlSeconds);
    this.#totals[kind].entries += 1;
    this.#totals[kind].bytes += bytes;
    for (const evicted of this.#kept.set(placeOf(kind, key), { kind, content: new Uint8Array(content), life }, bytes)) {
      this.#totals[evicted.kind].evictions += 1;
      this.#subtract(evicted);
    }
    return true;
  }

  setMany(entries: readonly CacheEntry[]): number {
    return entries.filter(({ kind, key, content, ttlSeconds }) => this.set(kind, key, content, ttlSeconds)).length;
  }

  delete(kind: CacheKind, key: string): boolean {
    return this.#remove(placeOf(kind, key));
  }

  note({ counts }: CacheFindings): void {
    addReads(this.#totals, counts);
  }

  flush(kind?: CacheKind, { expiredOnly, prefix } = FLUSH_ALL): number {
    const now = this.#options.clock.now();
    const kinds: readonly CacheKind[] = kind === undefined ? CACHE_KINDS : [kind];
    const prefixes = kinds.map((each) => placeOf(each, prefix));
    const gone = [...this.#kept].filter(
      ([place, { life }]) =>
        prefixes.some((start) => place.startsWith(start)) && (!expiredOnly || isExpired(life, now)),
    );
    for (const [place] of gone) this.#remove(place);
    return gone.length;
  }

  sweep(): void {
    const now = this.#options.clock.now();
    for (const [place, kept] of this.#kept) if (isExpired(kept.life, now)) this.#expire(place, kept);
  }

  statistics(): CacheStatistics {
    return forEachKind((kind) => statisticsOf(this.#totals[kind]));
  }

  close(): Promise<void> {
    this.#kept.clear();
    return Promise.resolve();
  }

  #alive(kind: CacheKind, key: string): Kept | null {
    const place = placeOf(kind, key);
    const kept = this.#kept.peek(place);
    if (kept === undefined) return null;
    if (!isExpired(kept.life, this.#options.clock.now())) return kept;
    this.#expire(place, kept);
    return null;
  }

  #expire(place: string, { kind }: Kept): void {
    this.#remove(place);
    this.#totals[kind].expired += 1;
  }

  #remove(place: string): boolean {
    const kept = this.#kept.delete(place);
    if (kept !== undefined) this.#subtract(kept);
    return kept !== undefined;
  }

  #subtract({ kind, content }: Kept): void {
    this.#totals[kind].entries -= 1;
    this.#totals[kind].bytes -= content.byteLength;
  }
}

function placeOf(kind: CacheKind, key: string): string {
  return `${kind} ${key}`;
}
