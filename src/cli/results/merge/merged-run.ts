import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRunFolder, type RunFolder } from '../../../adapters/runs/folder.ts';
import { openJournal, readJournal } from '../../../adapters/runs/journal.ts';
import { readReportFile } from '../../../adapters/runs/reports.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { recordPacker } from '../../../adapters/system/record-packer.ts';
import type { Job } from '../../../model/job.ts';
import { Coordinator } from '../../../run/coordinator/coordinator.ts';
import type { RunEnd } from '../../../run/coordinator/parts.ts';
import { rowsOf } from '../../../run/coordinator/report-of.ts';
import { UNNOTED } from '../../../run/coordinator/unnoted.ts';
import type { JobList, RunDescription } from '../../../run/events.ts';
import { readExpectations } from '../../../run/expectations/expectation.ts';
import type { Manifest } from '../../../run/manifest.ts';
import { differencesOf } from '../../../run/plan/differences.ts';
import { positionOf } from '../../../run/plan/job-id.ts';
import { type JobPart, minutesOf, PlannedJobs } from '../../../run/plan/planned-jobs.ts';
import { mergeHosts } from '../../../run/play/remote/hosts.ts';
import type { Executor, JournalEntry, RunControls } from '../../../run/ports.ts';
import { MOST_WHOLE } from '../../../run/report.ts';
import { NO_RESULTS } from '../../../run/results/results.ts';
import type { Io } from '../../command.ts';
import { reportPage } from '../../dashboard/report-page.ts';
import { homeOf } from '../../home.ts';
import { commandLine } from '../../process/shell.ts';
import { expectationsMet } from '../../run/conclusion.ts';
import { environmentOf, jsonByJobs, reportJson } from '../../run/documents.ts';
import { writeReportPage } from '../../run/report-files.ts';
import { openReporters, type ScreenSettings } from '../../run/reporters.ts';
import { type BatchShards, outcomesOfShards } from './shards.ts';

/** Entries that are written at once. */
const ENTRIES_A_WRITE = 256;

/** A merged run, and its folder. */
interface MergedRun extends RunEnd {
  readonly folder: string;
}

/** Joins shards to a run of the whole batch, as if it had been played at once. */
export async function mergeShards(shards: BatchShards, screen: ScreenSettings, io: Io): Promise<MergedRun> {
  // A contradiction must be found before a folder is made.
  for (const _ of outcomesOfShards(shards));
  const folder = createRunFolder(homeOf(io).runs, systemClock.now());
  try {
    const manifest = manifestOf(shards, folder.id, io);
    folder.write('manifest.json', jsonByJobs(manifest));
    const end = await concludeIn(folder, manifest, shards, screen, io);
    return { ...end, folder: folder.path };
  } finally {
    folder.release();
  }
}

/** The manifest of the whole batch, with what all shards share. */
function manifestOf({ runs, jobs: count, batch }: BatchShards, id: string, io: Io): Manifest {
  const manifests = runs.map(({ folder }): Manifest => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const all = new Map(count > MOST_WHOLE ? [] : runs.flatMap(({ jobs }) => Array.from(jobs, (job) => [job.id, job])));
  const hosts = mergeHosts(manifests.flatMap((manifest) => manifest.hosts ?? []));
  return {
    ...manifests[0],
    id,
    identity: batch,
    started: manifests.map(({ started }) => started).sort()[0],
    command: commandLine(io.argv),
    shard: null,
    ...(hosts.length === 0 ? {} : { hosts }),
    jobs: [...all.values()].sort((a, b) => positionOf(a.id) - positionOf(b.id)),
  };
}

async function concludeIn(
  folder: RunFolder,
  manifest: Manifest,
  shards: BatchShards,
  screen: ScreenSettings,
  io: Io,
): Promise<RunEnd> {
  const path = join(folder.path, 'journal.ndjson');
  const { journal } = openJournal(path, { packs: shards.jobs > MOST_WHOLE, onDamage: () => {} });
  const strategies = manifest.strategies.described;
  const jobs: JobList = manifest.parts === undefined ? manifest.jobs : new PlannedJobs(manifest.parts);
  const parts = { folder: folder.path, rowOf: rowsOf(strategies), controls: NO_CONTROLS };
  const { reporters } = await openReporters(screen, parts, systemClock, io);
  try {
    for (const entries of inGroups(outcomesOfShards(shards))) journal.append(entries);
    const parameters = strategies.flatMap((strategy) => Object.keys(strategy.parameters));
    const expectations = readExpectations(manifest.expectations, parameters);
    const coordinator = new Coordinator({
      run: describe(folder, manifest, jobs),
      ...{ strategies, journal, reporters, begun: UNNOTED, results: NO_RESULTS, executor: NO_EXECUTOR },
      found: { [Symbol.iterator]: () => readJournal(path, join(folder.path, 'equity.f64')) },
      packer: recordPacker,
      clock: systemClock,
      environment: environmentOf(0),
      counts: () => ({ ...reportOf(shards), redis: null }),
      expectations: (rows) => expectationsMet(expectations, rows, folder.path),
    });
    const end = await coordinator.run();
    folder.write('report.json', reportJson(end.report));
    writeReportPage(
      reportPage(homeOf(io).runs, end.report, () => null),
      folder,
      screen.reporter,
      io,
    );
    return end;
  } finally {
    await Promise.allSettled(reporters.map((reporter) => reporter.close()));
    journal.close();
  }
}

function describe(
  { id, path }: RunFolder,
  { command, started, jobs: listed, parts }: Manifest,
  jobs: JobList,
): RunDescription {
  const known = parts ?? listed.map(partOf);
  const startedAt = Date.parse(started);
  return {
    id,
    folder: path,
    command,
    startedAt,
    threads: 0,
    meetingPlace: null,
    debug: false,
    jobs,
    minutes: minutesOf(known),
    differences: differencesOf(known),
  };
}

function partOf({ parameters, id: _id, ...common }: Job): JobPart {
  return { common, axes: Object.entries(parameters).map(([name, value]) => ({ name, values: [value] })) };
}

/** Candles and cache as the first shard read them; every shard loads the candles of the whole batch. */
function reportOf({ runs: [first] }: BatchShards) {
  const { candles, cache } = readReportFile(join(first.folder, 'report.json'), `run ${first.id}`);
  return { candles, cache };
}

const NO_CONTROLS: RunControls = { stop: () => {}, cancel: () => false };

/** Every outcome is known, so that nothing is played. */
const NO_EXECUTOR: Executor = {
  threads: 1,
  play: async (jobs) => jobs,
  progress: () => [],
  cancel: () => {},
  stop: () => {},
  close: async () => {},
};

function* inGroups(entries: Iterable<JournalEntry>): Generator<readonly JournalEntry[]> {
  let group: JournalEntry[] = [];
  for (const entry of entries) {
    group.push(entry);
    if (group.length < ENTRIES_A_WRITE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
