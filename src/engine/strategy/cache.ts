import { JbtError } from '../../model/errors.ts';
import type { CacheCounts, SessionCache } from './session-cache.ts';

/** Chooses one of the values under a key. */
export interface CacheOptions {
  /** True for the value that all strategies share. Otherwise it belongs to this strategy's code alone. */
  readonly shared?: boolean;
}

/** Options of a stored value. */
export interface KeepOptions extends CacheOptions {
  /** Seconds to live after the last read; null for no end. An hour when it is left out. */
  readonly ttl?: number | null;
}

/** An hour, as in Jesse. */
const DEFAULT_TTL_SECONDS = 3_600;
const SHARED = 'shared';

/**
 * A strategy's view of the cache: values computed once, for all backtests and runs. Values come as copies. A changed
 * strategy begins with an empty cache.
 */
export class StrategyCache {
  readonly #cache: SessionCache;
  readonly #namespace: string;

  constructor(cache: SessionCache, namespace: string) {
    this.#cache = cache;
    this.#namespace = namespace;
  }

  /** The value under a key; undefined when there is none, which `has` tells from a stored undefined. */
  get(key: string, options: CacheOptions = {}): unknown {
    const found = this.#cache.get(this.#whole(key, options));
    return found.isHit ? found.value : undefined;
  }

  has(key: string, options: CacheOptions = {}): boolean {
    return this.#cache.has(this.#whole(key, options));
  }

  /** Keeps numbers, text, plain objects, arrays, typed arrays, Map, Set, Date and bigint, nested as one likes. */
  set(key: string, value: unknown, options: KeepOptions = {}): void {
    this.#cache.set(this.#whole(key, options), value, ttlOf(options));
  }

  /**
   * Single-flight: returns the value of a key, or computes and keeps it. One backtest computes while the others wait.
   * The key must name everything that the value depends on: symbol, dates, parameters.
   */
  remember<Value>(key: string, options: KeepOptions, compute: () => Value): Value {
    return this.#cache.remember(this.#whole(key, options), ttlOf(options), compute) as Value;
  }

  /** Returns true when there was one. */
  delete(key: string, options: CacheOptions = {}): boolean {
    return this.#cache.delete(this.#whole(key, options));
  }

  /** Forgets all values of this strategy, or all shared ones. */
  flush(options: CacheOptions = {}): void {
    this.#cache.flush(this.#prefix(options));
  }

  /** Counts of this backtest so far. */
  stats(): CacheCounts {
    return this.#cache.counts();
  }

  #whole(key: string, options: CacheOptions): string {
    if (typeof key !== 'string') throw new JbtError('InvalidStrategy', `a key of the cache is text, got ${typeof key}`);
    return `${this.#prefix(options)}${key}`;
  }

  #prefix({ shared = false }: CacheOptions): string {
    return `${shared ? SHARED : this.#namespace}/`;
  }
}

function ttlOf({ ttl = DEFAULT_TTL_SECONDS }: KeepOptions): number | null {
  if (ttl === null || (typeof ttl === 'number' && ttl > 0)) return ttl;
  throw new JbtError('InvalidStrategy', `ttl is a number of seconds above 0, or null for no end, got ${String(ttl)}`);
}
