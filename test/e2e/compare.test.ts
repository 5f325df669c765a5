import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage, shoot } from './support/browser.ts';
import { candlesCsv, MARKET, Project } from './support/project.ts';
import { HELPED, helper, TREND } from './support/strategies.ts';

const batchOf = (fee: number, every: readonly number[]): string => `
exchange: { name: Binance Perpetual Futures, fee: ${fee} }
from: 2023-08-02
to: 2023-08-04
backtests:
  - strategies: [helped, trend]
    symbols: FIL-USDT
    timeframes: 15m
    parameters: { every: [${every.join(', ')}] }
`;

describe('jbt compare', () => {
  const project = new Project({
    'jbt.yaml': batchOf(0.0004, [3, 5]),
    'fil.csv': candlesCsv(4 * 1440),
    'strategies/helped.ts': HELPED,
    'strategies/trend.ts': TREND,
    'strategies/lib/target.ts': helper(1.004),
  });
  let [first, helped, costly] = ['', '', ''];

  async function runId(): Promise<string> {
    return (await project.report('run')).run.id;
  }

  beforeAll(async () => {
    await project.jbt('import', 'fil.csv', '--market', MARKET);
    first = await runId();
    project.write('strategies/lib/target.ts', helper(1.006));
    helped = await runId();
    project.write('jbt.yaml', batchOf(0.001, [3, 7]));
    costly = await runId();
  });

  afterAll(() => project.remove());

  it('names the strategy that changed and the first trade that differs, though the old one can be played no more', async () => {
    const { code, stdout, stderr } = await project.jbt('compare', first, helped);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/strategies:\n {2}helped changed \(\w{8} -> \w{8}\)\n/);
    expect(stdout).not.toContain('changed: trend');
    expect(stdout).toMatch(/changed: helped .*\n {2}first trade that differs: number \d+\n {4}before .*\n {4}after /);
    expect(stdout).toContain('2 backtests with the same result, 2 changed\n');
  });

  it('names settings that changed, and backtests of one run alone', async () => {
    const { stdout } = await project.jbt('compare', helped, costly, '--json');
    const { format, inputs, changed, vanished, added, same } = JSON.parse(stdout);
    expect(format).toBe(1);
    expect(inputs).toContainEqual({
      kind: 'settings',
      name: 'backtests[0].exchange.fee',
      before: '0.0004',
      after: '0.001',
    });
    expect(inputs).toContainEqual({
      kind: 'settings',
      name: 'backtests[0].parameters.every',
      before: '[3,5]',
      after: '[3,7]',
    });
    expect([same, changed.length, vanished.length, added.length]).toEqual([0, 2, 2, 2]);
    for (const { firstTrade, metrics } of changed) {
      expect(firstTrade.before.slice(0, 3)).toEqual(firstTrade.after.slice(0, 3));
      expect(metrics.map(({ metric }: { metric: string }) => metric)).toContain('fee');
    }
  });

  it('finds a run equal to itself, by its folder and by a copy of its report', async () => {
    const folder = join('.jbt/runs', helped);
    expect((await project.jbt('compare', folder, helped)).stdout).toContain(
      'Both runs have the same inputs.\n\n4 backtests with the same result\n',
    );
    project.write('kept.json', project.read(helped, 'report.json'));
    const { stdout } = await project.jbt('compare', 'kept.json', first);
    expect(stdout).toContain('The inputs of a report without its folder are not known.');
    expect(stdout).toContain('trades are not known: a report without the folder of its run has none');
    expect(stdout).toContain('2 backtests with the same result, 2 changed\n');
  });

  it('refuses what is no run, and a place where no page can be written', async () => {
    const refused = async (...words: readonly string[]) => {
      const { code, stderr } = await project.jbt('compare', ...words);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused(first, 'nothing')).toContain('there is no run nothing');
    expect(await refused(first, 'strategies')).toContain('strategies is no folder of a run');
    expect(await refused(first, 'fil.csv')).toContain('fil.csv is damaged');
    await project.jbt('baseline', 'save');
    expect(await refused(first, 'baseline.ndjson')).toContain('jbt baseline check compares');
    expect(await refused(first)).toContain('InvalidOption');
    const closed = await project.jbt('compare', first, helped, '--html', '/proc/none/page.html');
    expect([closed.code, closed.stderr]).toEqual([4, expect.stringContaining('--html: /proc/none/page.html')]);
  });

  it('writes a page with both runs that opens without a network', async () => {
    const { code } = await project.jbt('compare', first, helped, '--html', 'changes.html');
    expect(code).toBe(0);
    const path = join(project.folder, 'changes.html');
    expect(existsSync(path) && readFileSync(path, 'utf8').length).toBeLessThan(2_000_000);
    const browser = await openBrowser();
    try {
      const { page, faults } = await openPage(browser, { offline: true });
      await page.goto(pathToFileURL(path).href);
      await page.getByRole('region', { name: 'Inputs that differ' }).getByText('helped').waitFor();
      await page.getByRole('region', { name: 'Changed backtests' }).getByRole('button').first().click();
      await page.getByRole('img', { name: 'Equity of the compared backtests' }).waitFor();
      await shoot(page, 'versus');
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
