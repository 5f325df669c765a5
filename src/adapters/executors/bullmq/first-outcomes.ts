import type { Redis } from 'ioredis';
import { JbtError } from '../../../model/errors.ts';
import type { JobId } from '../../../model/job.ts';
import type { Keys } from './keys.ts';

/** A result that a machine came to. */
interface HostedResult {
  readonly host: string;
  /** First digits of its hash. */
  readonly hash: string;
}

export interface Contradiction {
  readonly jobId: JobId;
  readonly first: HostedResult;
  readonly second: HostedResult;
}

/** A result to be stored under the key of its job. */
export interface KeyedResult {
  readonly jobId: JobId;
  /** Key of the result: jobs with the same key must come to the same hash. */
  readonly key: string;
  readonly hash: string;
}

/** Digits of a hash that tell two results apart. */
const HASH_DIGITS = 16;
/** Digits of a key that name the hash it lies in: small hashes take a third of the memory of keys of their own. */
const BUCKET_DIGITS = 4;
const FIELD_DIGITS = 20;
/** A worker that was frozen for longer than this is not compared. */
const KEPT_SECONDS = 3600;

/** Stores what is not there yet, and returns the places of those that differ, with what was there. */
const COMPARE = `
local found = {}
for place, bucket in ipairs(KEYS) do
  local field, value = ARGV[2 * place], ARGV[2 * place + 1]
  if redis.call('HSETNX', bucket, field, value) == 1 then
    redis.call('EXPIRE', bucket, ARGV[1])
  else
    local first = redis.call('HGET', bucket, field)
    if string.sub(first, 1, ${HASH_DIGITS}) ~= string.sub(value, 1, ${HASH_DIGITS}) then
      redis.call('HDEL', bucket, field)
      table.insert(found, place)
      table.insert(found, first)
    end
  end
end
return found`;

/** The first result under each key, by all workers of all runs: a second one must be the same. */
export class FirstOutcomes {
  readonly #redis: Redis;
  readonly #keys: Keys;
  readonly #host: string;

  constructor(redis: Redis, keys: Keys, host: string) {
    this.#redis = redis;
    this.#keys = keys;
    this.#host = host;
  }

  /** Stores results of this machine. Returns those that another one contradicts; they are forgotten. */
  async add(results: readonly KeyedResult[]): Promise<readonly Contradiction[]> {
    if (results.length === 0) return [];
    const buckets = results.map(({ key }) => this.#keys.outcomes(key.slice(0, BUCKET_DIGITS)));
    const values = results.flatMap(({ key, hash }) => [
      key.slice(BUCKET_DIGITS, FIELD_DIGITS),
      `${hash.slice(0, HASH_DIGITS)}${this.#host}`,
    ]);
    const found = await this.#redis.eval(COMPARE, buckets.length, ...buckets, KEPT_SECONDS, ...values);
    return contradictionsIn(found as readonly (number | string)[], results, this.#host);
  }
}

function contradictionsIn(
  found: readonly (number | string)[],
  results: readonly KeyedResult[],
  host: string,
): readonly Contradiction[] {
  return Array.from({ length: found.length / 2 }, (_, n) => {
    const { jobId, hash } = results[Number(found[2 * n]) - 1];
    const first = String(found[2 * n + 1]);
    return {
      jobId,
      first: { host: first.slice(HASH_DIGITS), hash: first.slice(0, HASH_DIGITS) },
      second: { host, hash: hash.slice(0, HASH_DIGITS) },
    };
  });
}

export function contradictionError({ jobId, first, second }: Contradiction): JbtError {
  return new JbtError(
    'ContradictingResults',
    `${jobId} has the hash ${first.hash} from ${first.host} and ${second.hash} from ${second.host}: the same backtest must be the same everywhere`,
  );
}
