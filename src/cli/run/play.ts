import { join } from 'node:path';
import { openBegun } from '../../adapters/runs/begun.ts';
import { claimInterruptedRun, createRunFolder, type RunFolder } from '../../adapters/runs/folder.ts';
import { openJournal } from '../../adapters/runs/journal.ts';
import { systemClock } from '../../adapters/system/clock.ts';
import { recordPacker } from '../../adapters/system/record-packer.ts';
import type { JbtError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import { stepsToldWith } from '../../model/logging.ts';
import { Coordinator } from '../../run/coordinator/coordinator.ts';
import { LateControls } from '../../run/coordinator/late-controls.ts';
import type { RunEnd, RunParts } from '../../run/coordinator/parts.ts';
import { type JobsReport, rowsOf } from '../../run/coordinator/report-of.ts';
import { UNNOTED } from '../../run/coordinator/unnoted.ts';
import type { RunDescription } from '../../run/events.ts';
import { differencesOf } from '../../run/plan/differences.ts';
import { placeOf } from '../../run/plan/shard.ts';
import type { JournalEntry, Reporter, SharedInputs } from '../../run/ports.ts';
import { MOST_WHOLE, type Report } from '../../run/report.ts';
import { readResultRecord } from '../../run/results/result-record.ts';
import { counted } from '../../run/text/numbers.ts';
import type { Io } from '../command.ts';
import type { TradesOf } from '../dashboard/embedded-sessions.ts';
import type { Home } from '../home.ts';
import { onInterrupt } from '../process/interrupt.ts';
import { say } from '../process/say.ts';
import { commandLine } from '../process/shell.ts';
import { openRunCache, type RunCache } from './cache.ts';
import { expectationsMet } from './conclusion.ts';
import { CSV_OPTIONS, withCsvFiles } from './csv-files.ts';
import { environmentOf, manifestJson, reportJson } from './documents.ts';
import { lazyExecutor } from './executor/lazy.ts';
import type { Prepared } from './prepare.ts';
import { writeReportPage } from './report-files.ts';
import type { OpenReporters } from './reporters.ts';
import type { RunSettings } from './settings.ts';

/** Inputs of one invocation of `jbt run`. */
export interface Invocation {
  readonly prepared: Prepared;
  readonly settings: RunSettings;
  readonly home: Home;
  readonly io: Io;
  readonly openReporters: OpenReporters;
  /** Ends the run when it aborts, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

/** A run that ended, and its folder. */
export interface PlayedRun extends RunEnd {
  readonly folder: string;
}

/** Plays a prepared batch. It resumes an interrupted run of the same identity, unless `--fresh` is given. Throws JbtError. */
export async function playRun(invocation: Invocation): Promise<PlayedRun> {
  const { prepared, home, settings, io } = invocation;
  const warn = (message: string) => io.stderr.write(`warning: ${message}\n`);
  await settings.executor.check?.(warn);
  const interrupted = settings.fresh ? null : claimInterruptedRun(home.runs, prepared.identity, warn);
  const folder = interrupted ?? newFolder(invocation);
  // The lines of many backtests are read later, so that nobody knows yet how many are done.
  if (interrupted !== null && prepared.plan.jobs.length > MOST_WHOLE) say(io.stderr, `run ${folder.id} goes on\n`);
  try {
    return { ...(await playIn(folder, invocation)), folder: folder.path };
  } finally {
    folder.release();
  }
}

function newFolder({ prepared, home, settings, io }: Invocation): RunFolder {
  const startedAt = systemClock.now();
  const folder = createRunFolder(home.runs, startedAt);
  const command = commandLine(io.argv);
  folder.write('manifest.json', manifestJson({ id: folder.id, startedAt, command, prepared, settings }));
  return folder;
}

async function playIn(folder: RunFolder, invocation: Invocation): Promise<RunEnd> {
  const { prepared, settings, io, openReporters } = invocation;
  const run = describe(folder, invocation);
  const isWhole = run.jobs.length <= MOST_WHOLE;
  const { journal, entries } = openJournal(join(folder.path, 'journal.ndjson'), {
    packs: !isWhole,
    onDamage: (lines) => say(io.stderr, `warning: ${damagedText(lines, folder)}\n`),
  });
  const asked = CSV_OPTIONS.filter((option) => settings[option]);
  const done = withCsvFiles(entries, folder.path, asked);
  const found = isWhole ? lastOfEach(done, run.jobs) : done;
  if (Array.isArray(found) && found.length > 0) {
    say(io.stderr, `run ${run.id} goes on: ${counted(found.length, 'backtest')} done already\n`);
  }
  const controls = new LateControls();
  const rowOf = rowsOf(prepared.bundle.strategies);
  const parts = { folder: folder.path, rowOf, controls };
  const { reporters, redis } = await openReporters(settings, parts, systemClock, io);
  const warn = (message: string) => tellWarning(reporters, message);
  const cache = openRunCache({ ...invocation, warn });
  const { results, values } = cache;
  const { hearsSignals } = settings.executor;
  const begun = hearsSignals && run.meetingPlace === null ? openBegun(join(folder.path, 'begun.ndjson')) : UNNOTED;
  let failure: JbtError | null = null;
  const executor = lazyExecutor(settings.executor, {
    threads: run.threads,
    timeoutMs: settings.timeout,
    stallMs: settings.stall,
    shared: sharedInputsOf(prepared, cache, settings, reporters),
    values,
    keyOf: cache.keyOf,
    warn,
    run: run.id,
    folder: folder.path,
    fail(error) {
      failure ??= error;
      controls.stop();
    },
  });
  try {
    const counts = () => ({ candles: prepared.candleCounts, cache: cache.report(), redis: redis() });
    const environment = environmentOf(run.threads);
    const tools = { executor, packer: recordPacker, journal, reporters, clock: systemClock, begun };
    const { strategies } = prepared.bundle;
    const expectations = (rows: JobsReport) => expectationsMet(prepared.expectations, rows, folder.path);
    const runParts = { run, strategies, ...tools, found, results, environment, counts, expectations };
    const coordinated = await coordinate(runParts, invocation, controls);
    if (failure !== null) throw failure;
    folder.write('report.json', reportJson(coordinated.report));
    const end = await withLastCounts(coordinated, folder, reporters, redis);
    const { reportPage } = await import('../dashboard/report-page.ts');
    const page = reportPage(invocation.home.runs, end.report, keptTrades(invocation, cache));
    writeReportPage(page, folder, settings.reporter, io);
    return end;
  } finally {
    await executor.close();
    await cache.close();
    await closeAll(reporters);
    journal.close();
    begun.close();
  }
}

/** Reads the trades of backtests from the cache. */
function keptTrades({ prepared: { plan, candles } }: Invocation, { results }: RunCache): TradesOf {
  results.flush();
  return ({ id, hash }) => {
    const job = plan.jobs.at(placeOf(plan.jobs, id));
    const kept = job === undefined ? null : results.recordOf(job);
    if (job === undefined || kept?.outcome.status !== 'done' || kept.outcome.result.hash !== hash) return null;
    return { job, candles, trades: readResultRecord(kept.record).trades };
  };
}

/** An entry a job, in the order of the batch. */
function lastOfEach(entries: Iterable<JournalEntry>, jobs: Iterable<Job>): readonly JournalEntry[] {
  const byId = new Map(Array.from(entries, (entry) => [entry.outcome.jobId, entry]));
  return Array.from(jobs, ({ id }) => byId.get(id) ?? []).flat();
}

/** Rewrites the report with the final counts of a mirror, which loses messages until it is closed. */
async function withLastCounts(
  end: RunEnd,
  folder: RunFolder,
  reporters: readonly Reporter[],
  counts: () => Report['redis'],
): Promise<RunEnd> {
  if (counts() === null) return end;
  await closeAll(reporters);
  const report = { ...end.report, redis: counts() };
  folder.write('report.json', reportJson(report));
  return { ...end, report };
}

async function closeAll(reporters: readonly Reporter[]): Promise<void> {
  await Promise.allSettled(reporters.map((reporter) => reporter.close()));
}

function damagedText(lines: number, { path }: RunFolder): string {
  return `${lines} ${lines === 1 ? 'line' : 'lines'} of ${join(path, 'journal.ndjson')} cannot be trusted (damaged, or of an earlier version of jbt): these backtests are played again`;
}

function sharedInputsOf(
  { batch, candles, bundle }: Prepared,
  { access, results }: RunCache,
  settings: RunSettings,
  reporters: readonly Reporter[],
): SharedInputs {
  const hashesAlone = !results.keepsRecords && !reporters.some(({ readsTrades }) => readsTrades);
  const debug = settings.debug ? stepsToldWith(batch.env?.logging ?? {}) : null;
  return { candles, bundles: bundle.urls, values: access, debug, hashesAlone };
}

function tellWarning(reporters: readonly Reporter[], message: string): void {
  for (const reporter of reporters) reporter.on({ type: 'warning', at: systemClock.now(), message });
}

function describe(folder: RunFolder, { prepared, settings, io }: Invocation): RunDescription {
  const { jobs, parts, minutes } = prepared.plan;
  return {
    id: folder.id,
    folder: folder.path,
    command: commandLine(io.argv),
    startedAt: systemClock.now(),
    threads: Math.min(settings.executor.threads, jobs.length),
    meetingPlace: settings.executor.meetingPlace ?? null,
    debug: settings.debug,
    jobs,
    minutes,
    differences: differencesOf(parts),
  };
}

async function coordinate(
  parts: RunParts,
  { settings: { executor }, signal }: Invocation,
  controls: LateControls,
): Promise<RunEnd> {
  const coordinator = new Coordinator(parts);
  controls.attach(coordinator);
  if (signal?.aborted) coordinator.stop();
  signal?.addEventListener('abort', () => coordinator.stop(), { once: true });
  if (!executor.hearsSignals) return coordinator.run();
  const stopListening = onInterrupt(() => {
    coordinator.warn('stopping: what runs is ended in a moment; Ctrl-C once more ends all at once');
    coordinator.stop();
  });
  try {
    return await coordinator.run();
  } finally {
    stopListening();
  }
}
