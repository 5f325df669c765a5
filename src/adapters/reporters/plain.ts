import type { Timestamp } from '../../model/time.ts';
import type { RunDescription, RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import { progressOf } from '../../run/progress.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../../run/state.ts';
import { formatCount, formatRate, formatTimeLeft } from '../../run/text/numbers.ts';
import { createNarrator } from '../terminal/narrator.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderSummary } from '../terminal/summary.ts';

export interface PlainOptions {
  /** Takes one whole line, without its end. */
  readonly write: (line: string) => void;
  /** A line at least this often while something happens. */
  readonly everySeconds?: number;
}

/** Tells a run in plain lines, for pipes and CI: the start, now and then how far it is, failures, the end. */
export function createPlainReporter(options: PlainOptions): Reporter {
  return new PlainReporter(options);
}

const EVERY_SECONDS = 10;
/** A tenth of the jobs is news, but not more often than this. */
const NEWS_MS = 1_000;

class PlainReporter implements Reporter {
  readonly #write: (line: string) => void;
  readonly #everyMs: number;
  readonly #narrate = createNarrator(createPaint(false));
  #state: RunState = EMPTY_RUN;
  #tenths = 0;
  #writtenAt: Timestamp = 0;

  constructor({ write, everySeconds = EVERY_SECONDS }: PlainOptions) {
    this.#write = write;
    this.#everyMs = everySeconds * 1000;
  }

  on(event: RunEvent): void {
    this.#state = foldEvent(this.#state, event);
    // Strategies may log without end, and a pipe makes the run wait for whoever reads it.
    if (event.type !== 'job-facts') for (const line of this.#narrate(event)) this.#write(line);
    if (event.type === 'run-started') this.#start(event.run, event.at);
    else if (event.type === 'run-finished') this.#write(renderSummary(event.report));
    else this.#tellProgress(event.at);
  }

  async close(): Promise<void> {}

  #start(run: RunDescription, at: Timestamp): void {
    this.#writtenAt = at;
    this.#write(`run ${run.id}: ${formatCount(run.jobs.length)} backtests on ${run.threads} threads`);
  }

  #tellProgress(at: Timestamp): void {
    const progress = progressOf(this.#state);
    const tenths = Math.floor((progress.finished * 10) / Math.max(1, progress.jobs));
    const due = at - this.#writtenAt;
    if (due < NEWS_MS || (due < this.#everyMs && tenths === this.#tenths)) return;
    this.#tenths = tenths;
    this.#writtenAt = at;
    this.#write(progressLine(this.#state));
  }
}

function progressLine(state: RunState): string {
  const progress = progressOf(state);
  const { failed } = state.counts;
  const parts = [
    `${formatCount(progress.finished)} of ${formatCount(progress.jobs)} (${Math.floor(progress.share * 100)}%)`,
    failed > 0 ? `${formatCount(failed)} failed` : '',
    progress.candlesPerSecond === null ? '' : `${formatRate(progress.candlesPerSecond)} candles/s`,
    progress.secondsLeft === null ? '' : `${formatTimeLeft(progress.secondsLeft)} left`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
