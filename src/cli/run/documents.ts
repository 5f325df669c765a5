import { availableParallelism } from 'node:os';
import { thisMachine } from '../../adapters/runs/provenance.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Manifest } from '../../run/manifest.ts';
import { countOf } from '../../run/plan/planned-jobs.ts';
import { MOST_WHOLE, type Report } from '../../run/report.ts';
import { versionOfJbt } from '../process/version.ts';
import type { Prepared } from './prepare.ts';
import type { RunSettings } from './settings.ts';

/** Content of `report.json`, which `--json` prints, in parts. */
export function reportJson(report: Report): Iterable<string> {
  return jsonByJobs(report);
}

/** Ingredients of a `manifest.json`. */
export interface ManifestParts {
  readonly id: string;
  readonly startedAt: Timestamp;
  readonly command: string;
  readonly prepared: Prepared;
  readonly settings: RunSettings;
}

/** Content of `manifest.json` in parts: the inputs of a run. A resumed run must have the same identity. */
export function manifestJson({ id, startedAt, command, prepared, settings }: ManifestParts): Iterable<string> {
  const { identity, bundle, fingerprints, ranges, commit, batch, plan, folder } = prepared;
  const { shard, parts, expectations } = plan;
  const { executor, reporters: _reporters, ...options } = settings;
  const content: Manifest = {
    format: 1,
    id,
    identity,
    started: new Date(startedAt).toISOString(),
    command,
    environment: environmentOf(executor.threads),
    machine: thisMachine(),
    commit,
    options,
    timeoutMs: settings.timeout,
    strategies: {
      fingerprint: bundle.fingerprint,
      fingerprints: bundle.fingerprints,
      sources: bundle.sources,
      folder,
      described: bundle.strategies,
    },
    candles: fingerprints,
    ranges,
    shard: shard === null ? null : { ...shard, jobs: countOf(parts), batch: prepared.batchIdentity },
    expectations,
    batch,
    ...(countOf(parts) > MOST_WHOLE ? { parts, jobs: [] } : { jobs: [...plan.jobs] }),
  };
  return jsonByJobs(content);
}

/** Machine and versions of a run. */
export function environmentOf(threads: number): Report['environment'] {
  return {
    jbt: versionOfJbt(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    threads,
  };
}

const NO_JOBS = '"jobs": []';

/** A document as indented JSON, one job a part: of many thousand jobs the whole text would be the largest thing in memory. */
export function* jsonByJobs<Document extends { readonly jobs: readonly object[] }>(
  document: Document,
): Generator<string> {
  const { jobs } = document;
  // Within a text the quotes would be escaped, so that this is the key itself.
  const [before, after] = indentedJson({ ...document, jobs: [] }).split(NO_JOBS);
  yield `${before}"jobs": [`;
  for (const [index, job] of jobs.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${indentedJson(job).replaceAll('\n', '\n    ')}`;
  }
  yield `${jobs.length === 0 ? '' : '\n  '}]${after}\n`;
}

function indentedJson(content: unknown): string {
  return JSON.stringify(content, null, 2);
}
