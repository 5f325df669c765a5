import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderFailures } from '../../../src/adapters/terminal/failures-table.ts';
import { wantsColours } from '../../../src/adapters/terminal/paint.ts';
import { renderResults } from '../../../src/adapters/terminal/results-table.ts';
import { renderSummary } from '../../../src/adapters/terminal/summary.ts';
import type { JobReport } from '../../../src/run/report.ts';
import { chooseRows, Foremost, rankBy } from '../../../src/run/rows/ranking.ts';
import { formatMetric } from '../../../src/run/text/metrics.ts';
import { jobReportOf, reportWith } from '../../support/scripted-run.ts';

function done(id: string, fast: number, metrics: Record<string, number>, change: Partial<JobReport> = {}): JobReport {
  return jobReportOf(id, { parameters: { fast, slow: 21 }, metrics, ...change });
}

const GOOD = { total: 1234, win_rate: 0.455, net_profit_percentage: 1234.567, max_drawdown: -8.5, sharpe_ratio: 1.995 };
const BAD = { total: 7, win_rate: 0.25, net_profit_percentage: -3.2, max_drawdown: -20, sharpe_ratio: -1 };
const EMPTY = { total: 0, win_rate: 0, net_profit_percentage: 0 };
const JOBS = [
  done('bad', 8, BAD),
  done('empty', 9, EMPTY),
  done('good', 10, GOOD),
  jobReportOf('failed', { status: 'failed', metrics: null }),
];
const OPTIONS = { colours: false, width: 80 };

describe('the table of results', () => {
  it('lists the best first, says once what all share, and writes numbers as people do', () => {
    expect(renderResults(reportWith(JOBS), OPTIONS).split('\n')).toEqual([
      '3 results by Net profit % · 1 never traded',
      'trend · FIL-USDT · 1h · slow=21 · 2023-08-01 to 2023-10-01',
      '',
      '#  fast  Profit %  Max DD %  Sharpe  Win %  Trades',
      '1    10  1,234.57     -8.50    2.00   45.5   1,234',
      '2     8     -3.20    -20.00   -1.00   25.0       7',
      '3     9      0.00         -       -    0.0       0',
    ]);
  });

  it('sorts by any metric and shows it first', () => {
    const jobs = JOBS.map((job, index) =>
      job.metrics === null ? job : { ...job, metrics: { ...job.metrics, fee: index } },
    );
    const lines = renderResults(reportWith(jobs), { ...OPTIONS, sort: 'fee', top: 2 }).split('\n');
    expect(lines[0]).toBe('Best 2 of 3 by Fees · 1 never traded');
    expect(lines.slice(3)).toEqual([
      '#  fast  Fees  Profit %  Max DD %  Sharpe  Win %  Trades',
      '1     8  0.00     -3.20    -20.00   -1.00   25.0       7',
      '2    10  2.00  1,234.57     -8.50    2.00   45.5   1,234',
    ]);
  });

  it('says of the batch what all share, not of the best that are shown', () => {
    const market = { routes: [{ symbol: 'NEAR-USDT', timeframe: '1h', strategy: 'strategies/trend.ts' }] } as const;
    const lines = renderResults(reportWith([...JOBS, done('near', 8, BAD, market)]), { ...OPTIONS, top: 1 }).split(
      '\n',
    );
    expect(lines.slice(1)).toEqual([
      'trend · 1h · slow=21 · 2023-08-01 to 2023-10-01',
      '',
      '#  Market    fast  Profit %  Max DD %  Sharpe  Win %  Trades',
      '1  FIL-USDT    10  1,234.57     -8.50    2.00   45.5   1,234',
    ]);
  });

  it('gives each thing that differs its column', () => {
    const routes = [
      { symbol: 'FIL-USDT', timeframe: '1h', strategy: 'strategies/trend.ts' },
      { symbol: 'NEAR-USDT', timeframe: '4h', strategy: 'strategies/breakout.ts' },
    ] as const;
    const jobs = [done('pair', 8, GOOD, { routes, from: '2023-09-01' }), done('one', 8, BAD)];
    expect(
      renderResults(reportWith(jobs), { ...OPTIONS, width: 140 })
        .split('\n')
        .slice(1, 5),
    ).toEqual([
      'fast=8 · slow=21',
      '',
      '#  Strategy        Market              TF     Dates                     Profit %  Max DD %  Sharpe  Win %  Trades',
      '1  trend+breakout  FIL-USDT+NEAR-USDT  1h+4h  2023-09-01 to 2023-10-01  1,234.57     -8.50    2.00   45.5   1,234',
    ]);
  });

  it('names exchanges where they differ', () => {
    const elsewhere = { exchange: { ...done('one', 8, GOOD).exchange, name: 'Bybit' } };
    const table = renderResults(reportWith([done('one', 8, GOOD), done('two', 8, BAD, elsewhere)]), OPTIONS);
    expect(table.split('\n').slice(3, 6)).toEqual([
      expect.stringMatching(/^# {2}Exchange +Profit %/),
      expect.stringMatching(/^1 {2}Binance/),
      expect.stringMatching(/^2 {2}Bybit/),
    ]);
  });

  it('is no wider than the terminal, whatever is asked for, and never cuts a number', () => {
    const someJobs = fc.array(
      fc.record({
        parameters: fc.dictionary(
          fc.constantFrom('a', 'b', 'mode'),
          fc.oneof(fc.integer(), fc.string({ maxLength: 30 })),
        ),
        metrics: fc.constant(GOOD),
        strategy: fc.string(),
      }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(someJobs, fc.integer({ min: 80, max: 200 }), (changes, width) => {
        const jobs = changes.map((change, index) => jobReportOf(String(index), change));
        const lines = renderResults(reportWith(jobs), { ...OPTIONS, width }).split('\n');
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        expect(lines.slice(-jobs.length).every((line) => line.includes('1,234.57'))).toBe(true);
      }),
    );
  });

  it('shows exactly the columns that were asked for', () => {
    const columns = ['mode', 'fast', 'win_rate', 'strategy', 'symbol', 'trades', 'from'];
    const lines = renderResults(reportWith(JOBS), { ...OPTIONS, columns, top: 1 }).split('\n');
    expect(lines.slice(3)).toEqual([
      '#  mode  fast  Win %  strategy  symbol    trades  from',
      '1  calm    10   45.5  trend     FIL-USDT       1  2023-08-01',
    ]);
  });

  it('says how many backtests match a condition', () => {
    const chosen = chooseRows(JOBS, { sort: 'fee', where: ({ parameters }) => parameters.fast !== 8 });
    const [title] = renderResults(reportWith(JOBS), { ...OPTIONS, chosen }).split('\n');
    expect(title).toBe('2 results by Net profit % · 2 of 3 match · 1 never traded');
  });

  it('tells apart strategies of one file name in different folders', () => {
    const routesOf = (strategy: string) => [{ symbol: 'FIL-USDT', timeframe: '1h', strategy }] as const;
    const jobs = ['old/trend.ts', 'new/trend/index.ts', 'new/other.ts'].map((strategy) =>
      done(strategy, 8, GOOD, { routes: routesOf(strategy) }),
    );
    const lines = renderResults(reportWith(jobs), OPTIONS).split('\n');
    expect(lines.slice(4).map((line) => line.split(/ +/)[1])).toEqual(['old/trend', 'new/trend', 'other']);
  });

  it('is empty when nothing is done', () => {
    expect(renderResults(reportWith(JOBS.slice(3)), OPTIONS)).toBe('');
  });

  it('colours gains and losses', () => {
    const text = renderResults(reportWith(JOBS), { ...OPTIONS, colours: true });
    expect(text).toContain('\u001b[32m1,234.57\u001b[39m');
    expect(text).toContain('\u001b[31m-3.20\u001b[39m');
  });
});

describe('ranking', () => {
  it.each([
    ['max_drawdown', [-5, -1, -20], [1, 0, 2]],
    ['sharpe_ratio', [1, Number.NaN, 2], [2, 0, 1]],
    ['calmar_ratio', [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], [1, 0, 2]],
    ['fee', [3, 1, 2], [1, 2, 0]],
    ['losing_streak', [3, Number.NaN, 2], [2, 0, 1]],
    ['net_profit', [1, 1, 1], [0, 1, 2]],
  ])('by %s puts the better first and what is no number last', (metric, values, order) => {
    const jobs = values.map((value, index) => done(String(index), 1, { [metric]: value }));
    const { rows } = chooseRows(jobs, { sort: metric, where: null });
    expect(rows.map(({ id }) => Number(id))).toEqual(order);
    const first = new Foremost<number>(2);
    const rank = rankBy(metric);
    for (const index of [2, 0, 1]) first.add(rank({ [metric]: values[index] }), index, () => index);
    expect(first.list()).toEqual(order.slice(0, 2));
  });

  it('with a hyphen before the metric is the other way, and what never traded or is no number stays last', () => {
    const values: readonly (readonly [total: number, fee: number])[] = [
      [0, 5],
      [1, Number.NaN],
      [1, 1],
      [1, Number.POSITIVE_INFINITY],
      [1, 2],
    ];
    const jobs = values.map(([total, fee], index) => done(String(index), 1, { total, fee }));
    const idsBy = (sort: string) => chooseRows(jobs, { sort, where: null }).rows.map(({ id }) => Number(id));
    expect(idsBy('fee')).toEqual([2, 4, 3, 1, 0]);
    expect(idsBy('-fee')).toEqual([3, 4, 2, 1, 0]);
    expect(renderResults(reportWith(jobs), { ...OPTIONS, sort: '-fee', top: 1 }).split('\n')[0]).toBe(
      'Last 1 of 5 by Fees, reversed · 1 never traded',
    );
  });

  it('takes a metric that no backtest has a number for', () => {
    const text = renderResults(reportWith([done('empty', 9, EMPTY)]), { ...OPTIONS, sort: 'sortino_ratio' });
    expect(text.split('\n').slice(3)).toEqual([
      '#  Sortino ratio  Profit %  Win %  Trades',
      '1              -      0.00    0.0       0',
    ]);
  });
});

describe('numbers', () => {
  it.each([
    ['net_profit_percentage', 1234.5, '1,234.50'],
    ['net_profit_percentage', -0.001, '0.00'],
    ['net_profit', -1234567.891, '-1,234,567.89'],
    ['win_rate', 0.4555, '45.6'],
    ['win_rate_longs', 1, '100.0'],
    ['longs_count', 12, '12'],
    ['winning_streak', 1200, '1,200'],
    ['average_holding_period', 86_340.4, '86,340'],
    ['a metric to come', 1.005, '1.01'],
    ['sharpe_ratio', Number.NaN, '-'],
    ['omega_ratio', Number.POSITIVE_INFINITY, '-'],
    ['calmar_ratio', null, '-'],
    ['calmar_ratio', undefined, '-'],
  ])('of %s: %s is written %s', (name, value, text) => {
    expect(formatMetric(name, value)).toBe(text);
  });
});

describe('failures', () => {
  const error = {
    code: 'StrategyError',
    message: 'Error: no luck',
    stack: [
      'Error: no luck',
      '    at Trend.goLong (strategies/trend.ts:17:9)',
      '    at play (/app/node_modules/jbt/dist/src/engine/session.js:1:1)',
      '    at process.run (node:internal/process:1:1)',
    ].join('\n'),
  };
  const failed = (id: string, change: object = {}) =>
    jobReportOf(id, { status: 'failed', metrics: null, error: { ...error, ...change } });

  it('of the same message are told once, with the frames of the strategy', () => {
    const jobs = ['a', 'b', 'c', 'd', 'e'].map((id) => failed(id));
    const other = failed('f', { code: 'WorkerDied', message: 'the worker\nended', stack: null });
    expect(renderFailures(reportWith([...jobs, other]), OPTIONS).split('\n')).toEqual([
      '6 backtests failed',
      '',
      'StrategyError Error: no luck',
      '  at Trend.goLong (strategies/trend.ts:17:9)',
      ...Array.from({ length: 3 }, () => '  in trend FIL-USDT 1h fast=8 slow=21, 2023-08-01 to 2023-10-01'),
      '  and 2 more',
      '',
      'WorkerDied the worker ended',
      '  in trend FIL-USDT 1h fast=8 slow=21, 2023-08-01 to 2023-10-01',
    ]);
  });

  it('are not spoken of when there are none', () => {
    expect(renderFailures(reportWith(JOBS.slice(0, 3)), OPTIONS)).toBe('');
  });
});

describe('the summary', () => {
  it('counts only what was played to its end now', () => {
    const jobs = [
      done('a', 1, GOOD),
      done('b', 1, GOOD, { cached: true }),
      jobReportOf('c', { status: 'failed' }),
      jobReportOf('d', { status: 'cancelled' }),
    ];
    expect(renderSummary(reportWith(jobs))).toBe(
      '4 backtests: 2 done, 1 failed, 1 cancelled, 1 of 4 from cache · 4.00 s · 87.8k candles · 22.0k candles/s',
    );
  });

  it('says when a run was interrupted', () => {
    const report = reportWith([done('a', 1, GOOD)]);
    expect(renderSummary({ ...report, run: { ...report.run, finished: null } })).toBe(
      '1 backtest: 1 done · interrupted',
    );
  });
});

describe('colours', () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { TERM: 'dumb' }, false],
  ])('on a terminal %s with %j: %s', (isTTY, env: Record<string, string>, wanted) => {
    expect(wantsColours({ isTTY }, env)).toBe(wanted);
  });
});

describe('foreign text', () => {
  const EVIL = '\u001b[2J\u001b]0;owned\u0007\u202eevil\nline';
  const routes = [{ symbol: `FIL${EVIL}-USDT`, timeframe: '1h', strategy: `${EVIL}.ts` }] as const;
  const parameters = { [`fast${EVIL}`]: EVIL, slow: 1 };
  const failure = { code: `Error${EVIL}`, message: EVIL, stack: `Error\n    at ${EVIL}.before (a.ts:1:1)` };
  const evil = (id: string, change: Partial<JobReport>) =>
    jobReportOf(id, { routes, parameters, metrics: GOOD, ...change });
  const report = reportWith([
    evil('a', {}),
    evil('b', { parameters: { [`fast${EVIL}`]: `${EVIL}2`, slow: 2 } }),
    evil('c', { status: 'failed', error: failure }),
  ]);

  it.each([renderResults, renderFailures])('commands no terminal from a table', (render) => {
    const text = render(report, { ...OPTIONS, width: 400 });
    expect(text).toContain('evil');
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e|owned/u);
  });
});
