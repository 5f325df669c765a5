import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../src/adapters/runs/journal.ts';
import { bestRows } from '../../../src/adapters/runs/rows.ts';
import type { FinalOutcome } from '../../../src/model/outcome.ts';
import { PlannedJobs } from '../../../src/run/plan/planned-jobs.ts';
import { testFolder } from '../../support/folder.ts';
import { doneOf, jobOf } from '../../support/scripted-run.ts';

const FILE = 'journal.ndjson';

/** A run of 20 backtests, of which every fifth never traded; the profit is the parameter. */
function runFolder(): string {
  const folder = testFolder();
  const { id: _id, parameters: _parameters, ...common } = jobOf('a');
  const parts = [{ common, axes: [{ name: 'fast', values: Array.from({ length: 20 }, (_, index) => index) }] }];
  const described = [{ name: 'strategies/trend.ts', defaults: { fast: 3, slow: 50 } }];
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ parts, strategies: { described } }));
  const { journal } = openJournal(join(folder, FILE), { packs: true, onDamage: () => {} });
  const outcomes = Array.from(new PlannedJobs(parts), ({ id, parameters }) => {
    const fast = Number(parameters.fast);
    return doneOf(id, { net_profit: fast, total: fast % 5 === 0 ? 0 : 3 }) as FinalOutcome;
  });
  journal.append(outcomes.map((outcome) => ({ outcome, attempts: 1, impurities: [] })));
  journal.close();
  return folder;
}

function fastOf(sort: string, where: Parameters<typeof bestRows>[2]['where'], most: number) {
  const { rows, ...counts } = bestRows(runFolder(), FILE, { sort, where }, most);
  return { fast: rows.map(({ parameters }) => parameters.fast), ...counts };
}

describe('the best rows of a run whose report does not have all', () => {
  it('come in any order, and count what never traded', () => {
    expect(fastOf('net_profit', null, 3)).toEqual({ fast: [19, 18, 17], matching: 20, neverTraded: 4 });
    expect(fastOf('-net_profit', null, 3)).toEqual({ fast: [1, 2, 3], matching: 20, neverTraded: 4 });
  });

  it('meet a condition, which sees the defaults of parameters', () => {
    const where = ({ effectiveParameters: { fast, slow } }: { effectiveParameters: Record<string, unknown> }) =>
      slow === 50 && Number(fast) <= 6;
    expect(fastOf('net_profit', where, 3)).toEqual({ fast: [6, 4, 3], matching: 7, neverTraded: 2 });
  });
});
