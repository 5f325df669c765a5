import { type Job, plannedMinutes } from '../../model/job.ts';
import type { ParameterValue } from '../../model/parameter.ts';
import type { JobList } from '../events.ts';
import { commonWords, jobId, parameterWord, type UnnamedJob } from './job-id.ts';

/** Jobs that differ in their parameters alone: every combination of the axes' values, the last axis fastest. */
export interface JobPart {
  readonly common: Omit<UnnamedJob, 'parameters'>;
  readonly axes: readonly { readonly name: string; readonly values: readonly ParameterValue[] }[];
}

/** The words of the ids of a part, made once: a job then takes 1 us. */
interface PartWords {
  readonly common: readonly string[];
  /** One word a value. */
  readonly axes: readonly (readonly string[])[];
}

/** Jobs of a batch, made when they are asked for: a million of them would take 500 MB. */
export class PlannedJobs implements JobList {
  readonly length: number;
  readonly #parts: readonly JobPart[];
  /** Index of the first job of each part. */
  readonly #starts: readonly number[];
  readonly #words: readonly PartWords[];

  constructor(parts: readonly JobPart[]) {
    let length = 0;
    this.#starts = parts.map(({ axes }) => {
      const start = length;
      length += sizeOf(axes);
      return start;
    });
    this.length = length;
    this.#parts = parts;
    const dated = new Set(parts.map(({ common: { from, to } }) => `${from}..${to}`)).size > 1;
    this.#words = parts.map((part) => wordsOf(part, dated));
  }

  at(index: number): Job | undefined {
    if (!(index >= 0 && index < this.length)) return undefined;
    const part = this.#partAt(index);
    const { common, axes } = this.#parts[part];
    const point = pointAt(axes, index - this.#starts[part]);
    const words = this.#words[part];
    const id = jobId(index + 1, [...words.common, ...point.map((value, axis) => words.axes[axis][value])]);
    const parameters = Object.fromEntries(axes.map(({ name, values }, axis) => [name, values[point[axis]]]));
    return { id, ...common, parameters };
  }

  *[Symbol.iterator](): Generator<Job> {
    for (let index = 0; index < this.length; index++) {
      const job = this.at(index);
      if (job !== undefined) yield job;
    }
  }

  /** Index of the last part that starts at or before a job. Empty parts start where the next one does. */
  #partAt(index: number): number {
    let [first, end] = [0, this.#parts.length];
    while (end - first > 1) {
      const middle = (first + end) >> 1;
      if (this.#starts[middle] <= index) first = middle;
      else end = middle;
    }
    return first;
  }
}

/** Minutes that all jobs of the parts play. */
export function minutesOf(parts: readonly JobPart[]): number {
  return parts.reduce((sum, { common, axes }) => sum + plannedMinutes(common) * sizeOf(axes), 0);
}

/** Number of jobs that parts make. */
export function countOf(parts: readonly JobPart[]): number {
  return parts.reduce((sum, { axes }) => sum + sizeOf(axes), 0);
}

/** Number of combinations of the axes' values. */
export function sizeOf(axes: JobPart['axes']): number {
  return axes.reduce((size, { values }) => size * values.length, 1);
}

function wordsOf({ common, axes }: JobPart, dated: boolean): PartWords {
  return {
    common: commonWords(common, dated),
    axes: axes.map(({ name, values }) => values.map((value) => parameterWord(name, value))),
  };
}

/** Index of each axis' value at a point of the grid. */
function pointAt(axes: JobPart['axes'], index: number): readonly number[] {
  const point = axes.map(() => 0);
  let rest = index;
  for (let axis = axes.length - 1; axis >= 0; axis--) {
    const { length } = axes[axis].values;
    point[axis] = rest % length;
    rest = Math.floor(rest / length);
  }
  return point;
}
