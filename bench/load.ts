import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCandleStore } from '../src/adapters/candles/lmdb/store.ts';
import { openEnvironment } from '../src/adapters/lmdb/environment.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { sha256 } from '../src/adapters/system/digest.ts';
import { MINUTE } from '../src/model/time.ts';
import { randomWalk } from './market.ts';

const YEAR_MINUTES = 525_600;
const ROUNDS = 25;
const MARKET = { exchange: 'Bench', symbol: 'BTC-USDT' };

/** Milliseconds to load a stored year of minutes into shared memory. */
export async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-bench-'));
  const warn = console.error;
  const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock: systemClock, warn });
  try {
    const store = openCandleStore({ environment, digest: sha256, warn });
    const candles = randomWalk(YEAR_MINUTES);
    const lines = new Uint32Array(YEAR_MINUTES).fill(1);
    store.put(MARKET, [{ name: 'bench', candles, lines, duplicates: 0, filled: [] }]);
    const range = { from: candles.start, to: candles.start + YEAR_MINUTES * MINUTE };
    const times = Array.from({ length: ROUNDS }, () => {
      const started = performance.now();
      store.load(MARKET, range);
      return performance.now() - started;
    });
    tell(times);
  } finally {
    await environment.close();
    rmSync(folder, { recursive: true });
  }
}

/** The first load is apart, because a run loads each market once. */
function tell(times: readonly number[]): void {
  const [first, ...later] = times;
  const sorted = [...later].sort((a, b) => a - b);
  const [least, median, most] = [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]].map((time) =>
    time.toFixed(1),
  );
  console.log(`a year of minutes   first ${first.toFixed(1)} ms   then median ${median} ms (${least} to ${most})`);
}
