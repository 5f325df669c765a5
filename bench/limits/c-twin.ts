import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_PACKAGE } from '../../src/adapters/system/package.ts';
import type { CandleColumns } from '../../src/model/candle.ts';
import type { CrossRules } from './fused-cross.ts';
import type { FusedTrades } from './fused-trades.ts';

/** `cross.c`, compiled, over candles that lie in a file. */
export interface CTwin {
  /** Milliseconds of one warm pass in a process of its own. */
  measure(): number;
  trades(): FusedTrades;
}

/** Compiles the twin in a folder; null where there is no C compiler. */
export function compileCTwin(folder: string, minutes: CandleColumns, rules: CrossRules): CTwin | null {
  if (spawnSync('cc', ['--version']).status !== 0) return null;
  const [program, candles, trades] = ['cross', 'candles.f64', 'trades.f64'].map((name) => join(folder, name));
  // Fused multiply and add would round once where JavaScript rounds twice.
  const options = ['-O3', '-ffp-contract=off', '-o', program];
  execFileSync('cc', [...options, join(OWN_PACKAGE, 'bench/limits/cross.c')]);
  const columns = [minutes.open, minutes.high, minutes.low, minutes.close];
  writeFileSync(candles, Buffer.concat(columns.map((column) => new Uint8Array(Float64Array.from(column).buffer))));
  const { bar, fast, slow, stop, target } = rules;
  const argv = [candles, minutes.length, minutes.start, bar, fast, slow, stop, target, trades].map(String);
  return {
    measure: () => Number(execFileSync(program, argv, { encoding: 'utf8' })),
    trades: () => {
      const bytes = Uint8Array.from(readFileSync(trades));
      return [...new Float64Array(bytes.buffer)];
    },
  };
}
