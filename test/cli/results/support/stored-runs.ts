import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../../../src/adapters/runs/journal.ts';
import type { Job } from '../../../../src/model/job.ts';
import type { FinalOutcome } from '../../../../src/model/outcome.ts';
import type { JournalEntry } from '../../../../src/run/ports.ts';
import { jobOf } from '../../../support/scripted-run.ts';

export const JOBS: readonly Job[] = [8, 12, 20].map((fast, index) =>
  jobOf(`000${index + 1}-trend-FIL-USDT-1h-fast${fast}`, { parameters: { fast, slow: 50 } }),
);

/** Content of a manifest of these jobs. */
function manifestOf(id: string, jobs: readonly Job[] = JOBS): object {
  return {
    format: 1,
    id,
    identity: 'cafe',
    started: '2023-11-01T12:00:00.000Z',
    command: 'jbt run jbt.yaml',
    environment: { jbt: '0.1.0', node: '20.19.0', platform: 'linux x64', cores: 2, threads: 2 },
    timeoutMs: null,
    strategies: {
      fingerprint: 'cafe',
      described: [{ name: 'trend', className: 'Trend', parameters: { fast: { default: 8 } }, warnings: [] }],
    },
    candles: {},
    batch: { backtests: [], axes: [] },
    jobs,
  };
}

function entryOf(outcome: FinalOutcome): JournalEntry {
  return { attempts: 1, outcome, impurities: [] };
}

/** Writes a run with these outcomes under the `.jbt` of a folder; returns its own folder. */
export function writeRun(project: string, id: string, outcomes: readonly FinalOutcome[], manifest?: object): string {
  const folder = join(project, '.jbt/runs', id);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest ?? manifestOf(id)));
  const { journal } = openJournal(join(folder, 'journal.ndjson'), { packs: false, onDamage: () => {} });
  journal.append(outcomes.map(entryOf));
  journal.close();
  return folder;
}
