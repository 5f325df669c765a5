import { availableParallelism } from 'node:os';
import type { Timestamp } from '../../model/time.ts';
import type { Report } from '../../run/report.ts';
import { versionOfJbt } from '../version.ts';
import type { Prepared } from './prepare.ts';
import type { RunSettings } from './settings.ts';

/** Content of `report.json`, which `--json` prints. */
export function reportJson(report: Report): string {
  return json(report);
}

/** Ingredients of a `manifest.json`. */
export interface ManifestParts {
  readonly id: string;
  readonly startedAt: Timestamp;
  readonly command: string;
  readonly prepared: Prepared;
  readonly settings: RunSettings;
}

/** Content of `manifest.json`: the inputs of a run. A resumed run must have the same identity. */
export function manifestJson({ id, startedAt, command, prepared, settings }: ManifestParts): string {
  const { identity, bundle, fingerprints, batch, plan } = prepared;
  return json({
    format: 1,
    id,
    identity,
    started: new Date(startedAt).toISOString(),
    command,
    environment: environmentOf(settings.executor.threads),
    timeoutMs: settings.timeout,
    strategies: { fingerprint: bundle.fingerprint, described: bundle.strategies },
    candles: fingerprints,
    batch,
    jobs: plan.jobs,
  });
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

function json(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
