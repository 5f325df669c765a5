import { openCandleStore } from '../src/adapters/candles/lmdb/store.ts';
import { openEnvironment } from '../src/adapters/lmdb/environment.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { sha256 } from '../src/adapters/system/digest.ts';
import { builtFile } from '../src/adapters/system/package.ts';
import type { CandleColumns } from '../src/model/candle.ts';
import { MINUTE } from '../src/model/time.ts';
import { runNode } from './commands.ts';
import { type Bench, limitOf } from './harness/figure.ts';
import { inFolder } from './harness/folder.ts';
import { sampleOf } from './harness/sample.ts';
import { EXCHANGE } from './jobs.ts';
import { randomWalk, YEAR_MINUTES } from './market.ts';
import type { LoadCosts } from './processes/load.ts';

const PROCESSES = 7;

/** A stored year of minutes into shared memory, against a copy of the same columns. */
export const measure: Bench = () =>
  inFolder(async (folder) => {
    const candles = randomWalk(YEAR_MINUTES);
    await store(folder, candles);
    const argv = [builtFile('bench/processes/load.js'), folder, candles.start, candles.length].map(String);
    const costs = Array.from({ length: PROCESSES }, (): LoadCosts => JSON.parse(runNode(folder, argv).stdout));
    const limit = limitOf('copy', sampleOf(costs.map(({ copy }) => copy)));
    const note = 'a year of minutes';
    return [
      { name: 'first load', unit: 'ms', cost: sampleOf(costs.map(({ first }) => first)), limit, note },
      { name: 'later load', unit: 'ms', cost: sampleOf(costs.map(({ later }) => later)), limit, note },
    ];
  });

async function store(folder: string, candles: CandleColumns): Promise<void> {
  const warn = console.error;
  const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock: systemClock, warn });
  const { start, length, open, close, high, low, volume } = candles;
  const minutes = Uint32Array.from({ length }, (_, index) => start / MINUTE + index);
  const rows = { minutes, lines: new Uint32Array(length).fill(1), open, close, high, low, volume };
  const market = { exchange: EXCHANGE.name, symbol: 'BTC-USDT' };
  openCandleStore({ environment, digest: sha256, warn }).put(market, [
    {
      name: 'bench',
      rowWord: 'line',
      isFirstPart: true,
      rows,
      stamp: 'open',
      length: null,
      duplicates: 0,
      isAssumedUtc: false,
      notes: [],
    },
  ]);
  await environment.close();
}
