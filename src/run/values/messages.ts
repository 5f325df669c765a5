import type { CacheFindings } from '../cache-port.ts';

/** What a session wants done, in order; nobody waits for it. */
export type ValueOrder =
  | { readonly kind: 'set'; readonly key: string; readonly content: Uint8Array; readonly ttlSeconds: number | null }
  | { readonly kind: 'delete'; readonly key: string }
  | { readonly kind: 'flush'; readonly prefix: string }
  /** A value that was to be computed is not, or is not waited for any more. */
  | { readonly kind: 'renounce'; readonly key: string }
  | { readonly kind: 'findings'; readonly findings: CacheFindings };

/** What a session waits to hear. */
export interface ValueQuestion {
  /** `claim` asks to compute the value when there is none. */
  readonly kind: 'get' | 'claim';
  readonly key: string;
}

/** The value, or null: there is none, and one that was claimed is now to be computed. */
export type ValueAnswer = Uint8Array | null;

/** A session's connection to whoever owns the cache. */
export interface ValueTransport {
  tell(orders: readonly ValueOrder[]): void;
  /** How many of the messages told have been acted upon. */
  actedUpon(): number;
  /** Waits, for a bounded time, and gives up with null. */
  ask(question: ValueQuestion): ValueAnswer;
}
