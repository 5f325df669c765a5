import { type CacheCounts, type Cached, MISS, type SessionCache } from '../../engine/strategy/session-cache.ts';
import type { CacheFindings, CacheReader } from '../cache-port.ts';
import type { ValueCodec } from '../ports.ts';
import type { ValueOrder, ValueTransport } from './messages.ts';
import type { ValueMemory } from './value-memory.ts';

export interface SessionValuesParts {
  /** The thread's LRU, which outlives the session. */
  readonly memory: ValueMemory;
  /** Reads from disk; null when the cache is in another thread's memory. */
  readonly reader: CacheReader | null;
  readonly link: ValueTransport;
  readonly codec: ValueCodec;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/** A value in memory is trusted for so long, then read again for writes of others, renewal and expiry. */
const TRUSTED_MS = 100;
const LONGEST_WAIT_MS = 100;
const MOST_ORDERS = 64;
const MOST_BYTES = 2 ** 20;

/** A write that may not be stored yet; null content stands for a deletion. */
interface Unstored {
  readonly content: Uint8Array | null;
  /** Number of the message that tells it, from 1. */
  readonly message: number;
}

/** The values of one session. Looks into memory first, then on disk, then asks the owner of the cache. */
export class ValueClient implements SessionCache {
  readonly #parts: SessionValuesParts;
  readonly #unstored = new Map<string, Unstored>();
  #orders: ValueOrder[] = [];
  #bytes = 0;
  #messages = 0;
  #toldAt: number;
  #hits = 0;
  #misses = 0;
  #hitsInMemory = 0;
  #isUsed = false;

  constructor(parts: SessionValuesParts) {
    this.#parts = parts;
    this.#toldAt = parts.now();
  }

  /** True after any read or write: the session's result may depend on values of others. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  get(key: string): Cached {
    return this.#counted(this.#decoded(key, this.#find(key)));
  }

  has(key: string): boolean {
    this.#isUsed = true;
    const known = this.#inMemory(key);
    if (known !== undefined) return known !== null;
    return this.#parts.reader?.has('values', key) ?? this.#ask('get', key) !== null;
  }

  set(key: string, value: unknown, ttlSeconds: number | null): void {
    this.#isUsed = true;
    const content = this.#parts.codec.encode(value);
    this.#write({ kind: 'set', key, content, ttlSeconds }, key, content);
  }

  remember(key: string, ttlSeconds: number | null, compute: () => unknown): unknown {
    const found = this.#counted(this.#decoded(key, this.#find(key) ?? this.#ask('claim', key)));
    return found.isHit ? found.value : this.#compute(key, ttlSeconds, compute);
  }

  delete(key: string): boolean {
    const was = this.has(key);
    this.#write({ kind: 'delete', key }, key, null);
    return was;
  }

  flush(prefix: string): void {
    this.#isUsed = true;
    this.#parts.memory.clear();
    for (const key of [...this.#unstored.keys()]) if (key.startsWith(prefix)) this.#unstored.delete(key);
    this.#order({ kind: 'flush', prefix });
    // Orders are carried out in turn: the answer comes after all of them.
    this.#ask('get', prefix);
  }

  counts(): CacheCounts {
    return { hits: this.#hits, misses: this.#misses };
  }

  /** Sends orders that have waited for long enough. */
  tellIfDue(): void {
    if (this.#orders.length > 0 && this.#parts.now() - this.#toldAt >= LONGEST_WAIT_MS) this.#tell();
  }

  /** Sends the orders that are left. */
  close(): void {
    if (this.#hitsInMemory > 0) this.#order({ kind: 'findings', findings: hitsAlone(this.#hitsInMemory) });
    this.#tell();
  }

  #find(key: string): Uint8Array | null {
    this.#isUsed = true;
    const known = this.#inMemory(key);
    if (known !== undefined) {
      this.#hitsInMemory += known === null ? 0 : 1;
      return known;
    }
    const { reader, memory, now } = this.#parts;
    const content = reader === null ? this.#ask('get', key) : reader.get('values', key);
    if (content === null) memory.delete(key);
    else memory.put(key, content, now());
    return content;
  }

  /** Null for a value that this session deleted, undefined for one that is not known here. */
  #inMemory(key: string): Uint8Array | null | undefined {
    this.tellIfDue();
    const unstored = this.#unstored.get(key);
    if (unstored !== undefined && unstored.message > this.#parts.link.actedUpon()) return unstored.content;
    this.#unstored.delete(key);
    return this.#parts.memory.get(key, this.#parts.now(), TRUSTED_MS) ?? undefined;
  }

  /** Decodes a copy: a strategy that changes its value must not change the one in memory. */
  #decoded(key: string, content: Uint8Array | null): Cached {
    if (content === null) return MISS;
    const decoded = this.#parts.codec.decode(content.slice());
    if (decoded.kind === 'value') return { isHit: true, value: decoded.value };
    this.delete(key);
    return MISS;
  }

  #counted(found: Cached): Cached {
    if (found.isHit) this.#hits += 1;
    else this.#misses += 1;
    return found;
  }

  #compute(key: string, ttlSeconds: number | null, compute: () => unknown): unknown {
    try {
      const value = compute();
      this.set(key, value, ttlSeconds);
      return value;
    } catch (error) {
      this.#order({ kind: 'renounce', key });
      throw error;
    } finally {
      // Others may be waiting.
      this.#tell();
    }
  }

  #write(order: ValueOrder, key: string, content: Uint8Array | null): void {
    const { memory, now } = this.#parts;
    this.#unstored.set(key, { content, message: this.#messages + 1 });
    if (content === null) memory.delete(key);
    else memory.put(key, content, now());
    this.#bytes += content?.byteLength ?? 0;
    this.#order(order);
  }

  #order(order: ValueOrder): void {
    this.#orders.push(order);
    if (this.#orders.length >= MOST_ORDERS || this.#bytes >= MOST_BYTES) this.#tell();
    else this.tellIfDue();
  }

  #ask(kind: 'get' | 'claim', key: string): Uint8Array | null {
    this.#tell();
    return this.#parts.link.ask({ kind, key });
  }

  #tell(): void {
    const { link, reader, now } = this.#parts;
    const findings = reader?.takeFindings() ?? null;
    if (findings !== null) this.#orders.push({ kind: 'findings', findings });
    this.#toldAt = now();
    if (this.#orders.length === 0) return;
    const orders = this.#orders;
    this.#orders = [];
    this.#bytes = 0;
    this.#messages += 1;
    link.tell(orders);
    const acted = link.actedUpon();
    for (const [key, { message }] of this.#unstored) if (message <= acted) this.#unstored.delete(key);
  }
}

/** Hits in memory as findings, because no reader counted them. */
function hitsAlone(hits: number): CacheFindings {
  return { counts: { values: { hits, misses: 0 }, results: { hits: 0, misses: 0 } }, entries: [] };
}
