import type { CacheFindings } from '../cache-port.ts';

/** A write by a session. Orders are carried out in turn, and the session does not wait. */
export type ValueOrder =
  | { readonly kind: 'set'; readonly key: string; readonly content: Uint8Array; readonly ttlSeconds: number | null }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'flush'; readonly prefix: string }
  /** The session gave up computing a value, or waiting for it. */
  | { readonly kind: 'renounce'; readonly key: string }
  | { readonly kind: 'findings'; readonly findings: CacheFindings };

/** A question that a session waits on. */
export interface ValueQuestion {
  /** `claim` asks for the right to compute a value that is missing. */
  readonly kind: 'get' | 'claim';
  readonly key: string;
}

/** The value; null for a miss, and after a claim for the right to compute it. */
export type ValueAnswer = Uint8Array | null;

/** A session's connection to the owner of the cache. */
export interface ValueTransport {
  tell(orders: readonly ValueOrder[]): void;
  /** Number of told messages that were carried out. */
  actedUpon(): number;
  /** Waits for the answer; null after a bounded time. */
  ask(question: ValueQuestion): ValueAnswer;
}
