import { openCandleStore } from '../../src/adapters/candles/lmdb/store.ts';
import { openEnvironment } from '../../src/adapters/lmdb/environment.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { sha256 } from '../../src/adapters/system/digest.ts';
import { copyColumns } from '../../src/model/candle.ts';
import { MINUTE } from '../../src/model/time.ts';
import { sampleOf } from '../harness/sample.ts';
import { timed } from '../harness/turns.ts';

/** Milliseconds to load a stored year, in a process of its own: a run loads each market once. */
export interface LoadCosts {
  readonly first: number;
  readonly later: number;
  /** Copying what was loaded. */
  readonly copy: number;
}

const LOADED_MARKET = { exchange: 'Bench', symbol: 'BTC-USDT' };
const LATER_ROUNDS = 9;

const [folder, start, length] = process.argv.slice(2);
const warn = console.error;
const environment = openEnvironment(folder, { access: 'read', check: 'quick', clock: systemClock, warn });
const store = openCandleStore({ environment, digest: sha256, warn });
const range = { from: Number(start), to: Number(start) + Number(length) * MINUTE };
const load = () => store.load(LOADED_MARKET, range);
const costOf = (run: () => unknown) => sampleOf(Array.from({ length: LATER_ROUNDS }, timed(run))).median;
const first = timed(load)();
const candles = load();
const costs: LoadCosts = { first, later: costOf(load), copy: costOf(() => copyColumns(candles)) };
console.log(JSON.stringify(costs));
await environment.close();
