import { type Job, plannedMinutes } from '../../model/job.ts';

/** Weight of the newest job in the average: the first ones are slow, because their code is not compiled yet. */
const NEWEST = 0.25;

/** Estimates how long jobs take, from the time that jobs of the same strategies and timeframes took. */
export class JobCosts {
  readonly #msPerMinute = new Map<string, number>();

  /** Milliseconds; null before the first job of its kind has ended. */
  of(job: Job): number | null {
    const rate = this.#msPerMinute.get(kindOf(job));
    return rate === undefined ? null : rate * plannedMinutes(job);
  }

  note(job: Job, seconds: number): void {
    const kind = kindOf(job);
    const rate = (seconds * 1000) / plannedMinutes(job);
    const known = this.#msPerMinute.get(kind) ?? rate;
    this.#msPerMinute.set(kind, known + NEWEST * (rate - known));
  }
}

function kindOf({ routes }: Job): string {
  return routes.map(({ strategy, timeframe }) => `${strategy} ${timeframe}`).join();
}
