import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import type { ParameterValue, ParameterValues } from '../../model/parameter.ts';
import { type RunInputs, settingsOf } from '../../run/comparison/inputs.ts';
import type { JobList } from '../../run/events.ts';
import type { Manifest, ManifestShard } from '../../run/manifest.ts';
import { positionOf, type UnnamedJob } from '../../run/plan/job-id.ts';
import { PlannedJobs } from '../../run/plan/planned-jobs.ts';
import { placeOf, ShardJobs } from '../../run/plan/shard.ts';
import type { JournalEntry, StrategyDescription } from '../../run/ports.ts';
import { suggestion } from '../../run/text/nearest.ts';
import { readJournal } from './journal.ts';

/** Inputs of a run that is on disk, whether it ended or not. */
export interface StoredRun {
  readonly id: string;
  readonly folder: string;
  /** ISO date. */
  readonly started: string;
  readonly command: string;
  /** Version of jbt that played it. */
  readonly version: string;
  /** Base of the names of strategies; null for runs of earlier versions of jbt. */
  readonly strategiesFolder: string | null;
  /** Strategies as they were described. */
  readonly described: readonly StrategyDescription[];
  /** Strategies by name, with the default of each parameter. */
  readonly strategies: Readonly<Record<string, ParameterValues>>;
  /** Digests of the strategies, by name; empty for runs of earlier versions of jbt. */
  readonly strategyFingerprints: Readonly<Record<string, string>>;
  /** Digests of the stored candles, by market. */
  readonly candles: Readonly<Record<string, string>>;
  /** The inputs that can change a result, for comparisons. */
  readonly inputs: RunInputs;
  readonly jobs: JobList;
  /** The part of the batch that the run is; null for all of it. */
  readonly shard: ManifestShard | null;
  /** The jobs without what differs between jobs of a part. */
  readonly parts: readonly Omit<UnnamedJob, 'parameters'>[];
}

/** `20231101T120000250-9a417e`; other folders are none of a run. */
const RUN_ID = /^\d{8}T\d{9}-[0-9a-f]+$/;

/** Ids of all runs, oldest first. */
export function runIds(runs: string): readonly string[] {
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .filter((name) => RUN_ID.test(name) && statSync(join(runs, name), { throwIfNoEntry: false })?.isDirectory())
    .sort();
}

/** The run whose id begins with a text; null is the newest. Throws JbtError `FileNotFound`. */
export function findRun(runs: string, text: string | null): string {
  const known = runIds(runs);
  if (text === null) {
    const newest = known.at(-1);
    if (newest === undefined) throw new JbtError('FileNotFound', `there is no run in ${runs}; jbt run makes one`);
    return newest;
  }
  const found = known.includes(text) ? [text] : known.filter((id) => text !== '' && id.startsWith(text));
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    throw new JbtError(
      'FileNotFound',
      `${found.length} runs begin with ${text}, such as ${found.slice(0, 2).join(' and ')}`,
    );
  }
  const near = suggestion(text, known, text.length);
  throw new JbtError('FileNotFound', `there is no run ${text}${near}; jbt runs lists them`);
}

/** Reads the manifest of a run. Throws JbtError `FileNotFound` when it is damaged. */
export function readStoredRun(runs: string, id: string): StoredRun {
  const folder = join(runs, id);
  const { content, manifest } = readManifest(join(folder, 'manifest.json'));
  // The schema vouches for the shape; the rest is what this program wrote.
  const { jobs, parts, strategies, environment, batch, shard = null } = content as Manifest;
  const { fingerprints = {} } = manifest.strategies;
  return {
    id,
    folder,
    started: manifest.started,
    command: manifest.command,
    version: manifest.environment.jbt,
    strategiesFolder: manifest.strategies.folder ?? null,
    described: strategies.described,
    strategies: Object.fromEntries(
      manifest.strategies.described.map(({ name, parameters }) => [name, defaultsOf(parameters)]),
    ),
    strategyFingerprints: fingerprints,
    candles: manifest.candles,
    inputs: {
      versions: { jbt: environment.jbt, node: environment.node, platform: environment.platform },
      strategies: fingerprints,
      candles: manifest.candles,
      settings: settingsOf(batch),
    },
    jobs: parts === undefined ? jobs : shard === null ? new PlannedJobs(parts) : new ShardJobs(parts, shard),
    shard,
    parts: parts === undefined ? jobs : parts.map(({ common }) => common),
  };
}

/** Reads the manifest of a run; null when it is damaged. */
export function readIntactRun(runs: string, id: string): StoredRun | null {
  try {
    return readStoredRun(runs, id);
  } catch (error) {
    if (error instanceof JbtError) return null;
    throw error;
  }
}

function defaultsOf(parameters: Readonly<Record<string, { readonly default: ParameterValue }>>): ParameterValues {
  return Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]));
}

/** A job and its outcome. */
export interface ReadEntry {
  readonly job: Job;
  readonly entry: JournalEntry;
}

/** Outcomes of a run, in the order in which they were found; of a job that has several, the last. */
export function* outcomesOf({ folder, jobs }: StoredRun, withEquity = false): Generator<ReadEntry> {
  const path = join(folder, 'journal.ndjson');
  if (!existsSync(path)) return;
  const last = new Map<number, number>();
  let line = 0;
  for (const { outcome } of readJournal(path)) last.set(positionOf(outcome.jobId), line++);
  line = 0;
  for (const entry of readJournal(path, withEquity ? join(folder, 'equity.f64') : null)) {
    const position = positionOf(entry.outcome.jobId);
    const job = jobs.at(placeOf(jobs, entry.outcome.jobId));
    if (job?.id === entry.outcome.jobId && last.get(position) === line) yield { job, entry };
    line += 1;
  }
}

function readManifest(path: string): { readonly content: unknown; readonly manifest: z.infer<typeof manifestOnDisk> } {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return { content, manifest: manifestOnDisk.parse(content) };
  } catch {
    throw new JbtError('FileNotFound', `${path} is damaged or missing: it says which backtests the run has`);
  }
}

const parameterValue = z.union([z.number(), z.string(), z.boolean()]);
const routes = z.array(z.object({ symbol: z.string(), timeframe: z.string() }));
const job = z.object({
  exchange: z.object({ name: z.string(), fee: z.number(), balance: z.number() }),
  routes: z.array(z.object({ symbol: z.string(), timeframe: z.string(), strategy: z.string() })).min(1),
  dataRoutes: routes,
  from: z.number(),
  to: z.number(),
  warmupMinutes: z.number(),
});

/** All of a manifest that is read. */
const manifestOnDisk = z.object({
  started: z.iso.datetime(),
  command: z.string(),
  environment: z.object({ jbt: z.string() }),
  strategies: z.object({
    folder: z.string().optional(),
    fingerprints: z.record(z.string(), z.string()).optional(),
    described: z.array(
      z.object({ name: z.string(), parameters: z.record(z.string(), z.object({ default: parameterValue })) }),
    ),
  }),
  candles: z.record(z.string(), z.string()),
  jobs: z.array(job.extend({ id: z.string(), parameters: z.record(z.string(), z.unknown()) })),
  parts: z.array(z.object({ common: job, axes: z.array(z.object({ name: z.string() })) })).optional(),
});
