import type { StoredRun } from '../../adapters/runs/stored-run.ts';
import type { Job } from '../../model/job.ts';
import { marketKey } from '../../model/market.ts';
import type { JournalEntry } from '../../run/ports.ts';
import { versionOfJbt } from '../process/version.ts';
import type { ReplayInputs } from './inputs.ts';

/** Says in words what may have given a job another result than in its run. */
export function changesSince(run: StoredRun, job: Job, { impurities }: JournalEntry, inputs: ReplayInputs): string {
  const changes = [
    ...strategyChanges(run, job, inputs),
    ...candleChanges(run, job, inputs),
    ...(run.version === versionOfJbt() ? [] : [`jbt is of version ${versionOfJbt()} now, and was of ${run.version}`]),
    ...impurities,
  ];
  return changes.length > 0 ? changes.join('; ') : UNKNOWN;
}

const UNKNOWN = 'its strategy changed, or something that it uses outside of its backtest';

function strategyChanges(
  { strategyFingerprints: then }: StoredRun,
  { routes }: Job,
  { bundle }: ReplayInputs,
): string[] {
  const names = [...new Set(routes.map(({ strategy }) => strategy))];
  return names
    .filter((name) => then[name] !== undefined && then[name] !== bundle.fingerprints[name])
    .map((name) => `strategy ${name} changed`);
}

function candleChanges({ candles: then }: StoredRun, job: Job, { markets }: ReplayInputs): string[] {
  const now = new Map(markets.map(({ market, fingerprint }) => [marketKey(market), fingerprint]));
  const symbols = new Set([...job.routes, ...job.dataRoutes].map(({ symbol }) => symbol));
  return [...symbols]
    .map((symbol) => marketKey({ exchange: job.exchange.name, symbol }))
    .filter((key) => then[key] !== undefined && then[key] !== now.get(key))
    .map((key) => `the stored candles of ${key} changed`);
}
