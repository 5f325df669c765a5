import type { Job } from '../../model/job.ts';
import type { MarketKey } from '../../model/market.ts';
import type { JobPart } from '../plan/planned-jobs.ts';
import type { Shard } from '../plan/shard.ts';
import type { Digest } from '../ports.ts';

/** Everything that could change a number or an outcome of a run. */
export interface RunIngredients {
  /** The jobs, or what they are made of. */
  readonly jobs: readonly (Job | JobPart)[];
  /** Digest of the bundled strategies. */
  readonly strategies: string;
  /** Digests of the stored candles. */
  readonly candles: Readonly<Record<MarketKey, string>>;
  /** The part of the jobs that is played; null for all. */
  readonly shard: Shard | null;
  readonly timeoutMs: number | null;
  readonly stallMs: number | null;
  /** Version of jbt. */
  readonly engine: string;
  /** Major version of Node: Math functions may change with it. */
  readonly nodeMajor: number;
}

/** Digest that is equal for two runs that must come to the same report. */
export function runIdentity(ingredients: RunIngredients, digest: Digest): string {
  return digest(canonicalJson(ingredients));
}

/** JSON with the keys of objects sorted. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sortedByKey(part) : part));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedByKey(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = Object.keys(record).sort();
  return Object.fromEntries(names.map((name) => [name, record[name]]));
}
