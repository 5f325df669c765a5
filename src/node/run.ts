import { resolve } from 'node:path';
import { systemClock } from '../adapters/system/clock.ts';
import { homeOf } from '../cli/home.ts';
import { playRun } from '../cli/run/play.ts';
import { prepareRun } from '../cli/run/prepare.ts';
import { JbtError } from '../model/errors.ts';
import type { BatchInput } from '../run/batch/schema.ts';
import type { JobList } from '../run/events.ts';
import type { Report } from '../run/report.ts';
import { readBatch } from './batch.ts';
import { EventSource } from './event-source.ts';
import type { BatchEvent } from './events.ts';
import { type BatchOptions, settingsOf } from './options.ts';
import { quietIo } from './quiet-io.ts';

/** A run that is ready to be played. Its play begins with the first use of `events()` or of `finished`. */
export interface PreparedBatch extends AsyncDisposable {
  /** The backtests, in the batch's order. */
  readonly jobs: JobList;
  /**
   * What happens in the run, for any number of readers. A slow reader loses states of progress, and log lines beyond
   * 100,000, never an outcome. Ends after `run-finished`, or when the run fails.
   */
  events(): AsyncIterableIterator<BatchEvent>;
  /** Resolves to the report; rejects with JbtError when jbt or the machine cannot go on. */
  readonly finished: Promise<Report>;
  /** Ends the run as Ctrl-C ends `jbt run`: its report has `finished: null`, and the same call goes on with it. */
  stop(): void;
  /** Stops the run and waits for its end; `await using` calls it. */
  close(): Promise<void>;
}

/**
 * Reads, checks and loads everything that a batch needs: a batch file by its path, or its content. Prints nothing, hears no
 * signals and never ends the process. Throws JbtError with a stable `code`, and what to do in its message.
 */
export async function prepare(batch: string | BatchInput, options: BatchOptions = {}): Promise<PreparedBatch> {
  const settings = settingsOf(options);
  const cwd = resolve(options.cwd ?? '.');
  const source = new EventSource();
  const io = quietIo(cwd, ['run', ...(typeof batch === 'string' ? [batch] : [])], (message) =>
    source.warn(message, systemClock.now()),
  );
  const home = homeOf(io);
  const prepared = await prepareRun(() => readBatch(batch, cwd), settings, home, io);
  for (const warning of prepared.plan.warnings) source.warn(warning, systemClock.now());
  const stopping = new AbortController();
  const signal = options.signal === undefined ? stopping.signal : AbortSignal.any([options.signal, stopping.signal]);
  let playing: Promise<Report> | null = null;
  const play = async (): Promise<Report> => {
    const openReporters = async (
      _settings: unknown,
      { rowOf }: { readonly rowOf: Parameters<EventSource['makeRowsBy']>[0] },
    ) => {
      source.makeRowsBy(rowOf);
      return { reporters: [source], redis: () => null };
    };
    try {
      const { report, reason } = await playRun({ prepared, settings, home, io, signal, openReporters });
      if (reason !== 'exhausted') return report;
      throw new JbtError('WorkersExhausted', 'workers died too often to go on: the same call plays the rest');
    } finally {
      await source.close();
    }
  };
  const begin = (): Promise<Report> => {
    playing ??= play();
    // Whoever reads events alone need not handle the rejection as well.
    playing.catch(() => {});
    return playing;
  };
  const close = async (): Promise<void> => {
    stopping.abort();
    await playing?.catch(() => {});
  };
  return {
    jobs: prepared.plan.jobs,
    events() {
      const events = source.open();
      void begin();
      return events;
    },
    get finished() {
      return begin();
    },
    stop: () => stopping.abort(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Plays a batch and returns its report, as `jbt run --json` prints it. Throws as `prepare` does. */
export async function runBatch(batch: string | BatchInput, options: BatchOptions = {}): Promise<Report> {
  await using run = await prepare(batch, options);
  return await run.finished;
}
