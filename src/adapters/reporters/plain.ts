import type { Timestamp } from '../../model/time.ts';
import type { RunDescription, RunEvent } from '../../run/events.ts';
import { expectationLines } from '../../run/expectations/text.ts';
import type { Reporter } from '../../run/ports.ts';
import { progressOf } from '../../run/progress.ts';
import type { Report } from '../../run/report.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../../run/state.ts';
import { counted, formatCount, formatRate, formatTimeLeft } from '../../run/text/numbers.ts';
import { createNarrator } from '../terminal/narrator.ts';
import { createPaint } from '../terminal/paint.ts';
import { renderSummary } from '../terminal/summary.ts';

export interface PlainOptions {
  /** Receives one line without a line end. */
  readonly write: (line: string) => void;
  /** Longest interval between lines while events arrive. */
  readonly everySeconds?: number;
}

/** Reports a run in plain lines, for pipes and CI: start, progress, failures, end. */
export function createPlainReporter(options: PlainOptions): Reporter {
  return new PlainReporter(options);
}

const EVERY_SECONDS = 10;
/** Shortest interval between lines; each tenth of the jobs makes one. */
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
    // Logs are left out: a strategy may log endlessly, and a full pipe blocks the run.
    if (event.type !== 'job-facts') for (const line of this.#narrate(event)) this.#write(line);
    if (event.type === 'run-started') this.#start(event.run, event.at);
    else if (event.type === 'run-finished') this.#finish(event.report);
    else this.#tellProgress(event.at);
  }

  async close(): Promise<void> {}

  #start(run: RunDescription, at: Timestamp): void {
    this.#writtenAt = at;
    const { id, jobs, threads, meetingPlace } = run;
    const place = meetingPlace === null ? counted(threads, 'thread') : `the workers at ${meetingPlace}`;
    this.#write(`run ${id}: ${counted(jobs.length, 'backtest')} on ${place}`);
  }

  #finish(report: Report): void {
    this.#write(renderSummary(report));
    for (const line of expectationLines(report.expectations)) this.#write(line);
  }

  #tellProgress(at: Timestamp): void {
    const due = at - this.#writtenAt;
    if (due < NEWS_MS) return;
    const tenths = tenthsOf(this.#state);
    if (due < this.#everyMs && tenths === this.#tenths) return;
    this.#tenths = tenths;
    this.#writtenAt = at;
    this.#write(progressLine(this.#state));
  }
}

/** Finished tenths of the jobs. */
function tenthsOf({ counts: { done, failed }, run }: RunState): number {
  return Math.floor(((done + failed) * 10) / Math.max(1, run?.jobs.length ?? 0));
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
