import { JbtError } from '../../model/errors.ts';
import type { CacheCounts, SessionCache } from './session-cache.ts';

/** Options that choose a value. */
export interface CacheOptions {
  /** True for the value that all strategies share under the key; else it belongs to this strategy's code alone. */
  readonly shared?: boolean;
}

/** Options of keeping a value. */
export interface KeepOptions extends CacheOptions {
  /** Seconds to live after the last read; null for no end. An hour when it is left out. */
  readonly ttl?: number | null;
}

/** An hour, as in Jesse. */
const DEFAULT_TTL_SECONDS = 3_600;
const SHARED = 'shared';

/**
 * A strategy's view of the cache: values computed once, for all backtests and runs. Values come as copies. A changed
 * strategy begins with nothing.
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
   * The value under a key, or what `compute` returns, which is kept. However many backtests ask at once, one computes
   * and the others wait. The key must name everything that the value depends on: symbol, dates, parameters.
   */
  remember<Value>(key: string, options: KeepOptions, compute: () => Value): Value {
    return this.#cache.remember(this.#whole(key, options), ttlOf(options), compute) as Value;
  }

  /** True when there was a value. */
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
