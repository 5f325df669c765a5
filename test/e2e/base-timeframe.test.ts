import { afterAll, expect, it } from 'vitest';
import { DAY } from '../../src/model/time.ts';
import { Project } from './support/project.ts';

const MARKET = 'Nasdaq:ACME-USD';
const MONDAY = Date.UTC(2024, 0, 1);

/** Daily candles of a stock: it is closed on Saturdays and Sundays. */
function weekdays(weeks: number): string {
  const days = Array.from({ length: 7 * weeks - 2 }, (_, day) => day).filter((day) => day % 7 < 5);
  const rows = days.map((day) => {
    const close = 100 + (day % 11);
    return `${new Date(MONDAY + day * DAY).toISOString().slice(0, 10)},${close},${close + 1},${close - 1},${close},10`;
  });
  return ['date,open,high,low,close,volume', ...rows].join('\n');
}

const project = new Project({
  'days.csv': weekdays(10),
  'counting.ts': `import { Strategy } from 'jbt-runner';
    export default class Counting extends Strategy {
      shouldLong() { return this.index === 4; }
      goLong() { this.buy = [1, this.price]; }
    }`,
});
afterAll(() => project.remove());

it('daily candles of a stock are played without its weekends, and the report counts them', async () => {
  const imported = await project.jbt('import', 'days.csv', '--market', MARKET, '--gaps', 'sessions', '--new-exchange');
  expect(imported.code).toBe(0);
  const run = ['run', 'counting.ts', '--market', MARKET, '--exchange-type', 'spot', '--fee', '0', '--warmup', '0'];
  const { code, stdout, stderr } = await project.jbt(...run, '--timeframe', '1D', '--json');
  expect(code).toBe(0);
  expect(stderr).toContain(`warning: 18 of 68 1D candles of ${MARKET} (26.5 %) are filled: no source had them`);
  const { candles, jobs } = JSON.parse(stdout);
  expect(candles).toEqual([{ market: MARKET, base: '1D', candles: 68, filled: 18 }]);
  expect(jobs).toMatchObject([{ status: 'done', trades: 1, base: '1D' }]);
  const finer = await project.jbt(...run, '--timeframe', '4h');
  expect([finer.code, finer.stderr]).toEqual([
    2,
    `error InvalidRoutes: command line: ACME-USD cannot be played in 4h: ${MARKET} is stored in 1D candles; possible: 1D, 3D, 1W, 1M\n`,
  ]);
});
