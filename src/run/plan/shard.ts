import { JbtError } from '../../model/errors.ts';
import { type Job, type JobId, plannedMinutes } from '../../model/job.ts';
import type { JobList } from '../events.ts';
import { counted } from '../text/numbers.ts';
import { positionOf } from './job-id.ts';
import { type JobPart, PlannedJobs, sizeOf } from './planned-jobs.ts';

/** One of several parts of a batch that are played apart; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** The jobs of one shard, in the batch's order and with the ids that they have in the batch. */
export class ShardJobs implements JobList {
  /** Minutes that all of them play. */
  readonly minutes: number;
  readonly #all: JobList;
  /** Places of the jobs in the batch, ascending. */
  readonly #places: Uint32Array;

  /** Throws JbtError `InvalidOption` where there are fewer jobs than shards. */
  constructor(parts: readonly JobPart[], shard: Shard) {
    this.#all = new PlannedJobs(parts);
    if (this.#all.length < shard.of)
      throw new JbtError(
        'InvalidOption',
        `--shard ${shard.index}/${shard.of}: the batch has ${counted(this.#all.length, 'backtest')}, so that a shard would be empty`,
      );
    const { places, minutes } = deal(parts, shard);
    this.#places = places;
    this.minutes = minutes;
  }

  get length(): number {
    return this.#places.length;
  }

  at(index: number): Job | undefined {
    return index >= 0 && index < this.length ? this.#all.at(this.#places[index]) : undefined;
  }

  *[Symbol.iterator](): Generator<Job> {
    for (const place of this.#places) {
      const job = this.#all.at(place);
      if (job !== undefined) yield job;
    }
  }
}

/**
 * Deals the jobs to the shards, those that play most minutes first, and each round in the opposite order of the one before. That depends on
 * the batch alone, so that every machine deals alike.
 */
function deal(
  parts: readonly JobPart[],
  { index, of }: Shard,
): { readonly places: Uint32Array; readonly minutes: number } {
  let start = 0;
  const dealt = parts.map(({ common, axes }) => {
    const size = sizeOf(axes);
    const part = { start, size, minutes: plannedMinutes(common) };
    start += size;
    return part;
  });
  const places: number[] = [];
  let minutes = 0;
  let turn = 0;
  for (const part of dealt.sort((a, b) => b.minutes - a.minutes || a.start - b.start)) {
    for (let place = part.start; place < part.start + part.size; place++, turn++) {
      const [round, seat] = [Math.floor(turn / of), turn % of];
      if ((round % 2 === 0 ? seat : of - 1 - seat) !== index - 1) continue;
      places.push(place);
      minutes += part.minutes;
    }
  }
  return { places: Uint32Array.from(places).sort(), minutes };
}

/** Place of a job in a list by its id; -1 where it is not there. Lists are in the batch's order. */
export function placeOf(jobs: JobList, id: JobId): number {
  const position = positionOf(id);
  let [first, end] = [0, jobs.length];
  // In a whole batch a job lies where its id says.
  if (jobs.at(position - 1)?.id === id) return position - 1;
  while (first < end) {
    const middle = (first + end) >> 1;
    const found = jobs.at(middle)?.id ?? '';
    if (found === id) return middle;
    if (positionOf(found) < position) first = middle + 1;
    else end = middle;
  }
  return -1;
}
