import type { Job } from '../../model/job.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { RunEvent } from '../../run/events.ts';
import { rankBy } from '../../run/rows/ranking.ts';

/** End of a backtest, from the least to the most remarkable. */
const MARKS = ['done', 'cancelled', 'failed'] as const satisfies readonly Outcome['status'][];
export type Mark = (typeof MARKS)[number];

/** The best backtest so far. */
interface Best {
  readonly job: Job;
  readonly value: number;
}

/** More slices than a terminal has columns: their number bounds the memory of a large run. */
const MOST_SLICES = 400;

/** Remembers the best backtest of a run and how its backtests ended, in the order in which they did. */
export class Highlights {
  readonly metric: string;
  readonly #rank: ReturnType<typeof rankBy>;
  #best: Best | null = null;
  #bestRank = Number.POSITIVE_INFINITY;
  #jobs = 0;
  #ended = 0;
  /** The most remarkable end in each slice of the run, as an index into `MARKS`. */
  #slices: number[] = [];

  constructor(metric: string) {
    this.metric = metric;
    this.#rank = rankBy(metric);
  }

  get best(): Best | null {
    return this.#best;
  }

  add(event: RunEvent): void {
    if (event.type === 'run-started') this.#jobs = event.run.jobs.length;
    if (event.type !== 'job-finished') return;
    this.#mark(event.outcome.status);
    if (event.outcome.status === 'done') this.#compare(event.job, event.outcome.result);
  }

  /** The most remarkable end in each cell of a strip; fewer cells than its width while backtests are missing. */
  strip(width: number): readonly Mark[] {
    const slices = this.#sliceCount();
    const cells = this.#jobs === 0 ? 0 : Math.floor(Math.min(1, this.#ended / this.#jobs) * width);
    return Array.from({ length: cells }, (_, cell) => {
      const first = Math.floor((cell * slices) / width);
      const last = Math.max(first + 1, Math.floor(((cell + 1) * slices) / width));
      return MARKS[Math.max(0, ...this.#slices.slice(first, last))];
    });
  }

  #mark(status: Outcome['status']): void {
    const slice = Math.floor((this.#ended * this.#sliceCount()) / Math.max(1, this.#jobs));
    this.#slices[slice] = Math.max(this.#slices[slice] ?? 0, MARKS.indexOf(status));
    this.#ended += 1;
  }

  #compare(job: Job, { metrics }: Extract<Outcome, { status: 'done' }>['result']): void {
    const rank = this.#rank(metrics);
    const value = metrics[this.metric];
    if (!(rank < this.#bestRank) || typeof value !== 'number') return;
    this.#bestRank = rank;
    this.#best = { job, value };
  }

  #sliceCount(): number {
    return Math.min(MOST_SLICES, this.#jobs);
  }
}
