import { readBaseline } from '../cli/results/baseline/baseline-file.ts';
import { tradeLines } from '../cli/results/drift/text.ts';
import { firstDifference, type TradeLine, tradeLine } from '../cli/results/drift/trades.ts';
import { JbtError } from '../model/errors.ts';
import type { ClosedTrade } from '../model/trade.ts';
import { jobWords } from '../run/comparison/job-words.ts';
import type { BacktestResult } from './backtest.ts';

/** Trades of a backtest, however it was played. */
export interface Traded {
  readonly trades: readonly ClosedTrade[];
}

/** Verdict of a matcher, as vitest and jest expect it. */
interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * A matcher for `expect.extend`: a backtest makes the same trades as another one, or as its entry in a file of
 * `jbt baseline save`. Its message names the first trade that differs.
 */
export function toTradeLike(received: Traded | BacktestResult, expected: Traded | string): Verdict {
  const before = typeof expected === 'string' ? linesIn(expected, received) : expected.trades.map(tradeLine);
  const drift = firstDifference(before, received.trades.map(tradeLine));
  if (drift === null) return { pass: true, message: () => `expected other trades, found the same ${before.length}` };
  return { pass: false, message: () => ['expected the same trades', ...tradeLines(drift)].join('\n') };
}

function linesIn(file: string, received: Traded | BacktestResult): readonly TradeLine[] {
  if (!('row' in received))
    throw new JbtError('InvalidOption', 'toTradeLike: only a result of backtest(...) has an entry in a file');
  const words = jobWords(received.row);
  const found = readBaseline(file).find(({ job }) => job === words);
  if (found?.trades) return found.trades;
  throw new JbtError('FileNotFound', `${file} has no trades of ${words}: jbt baseline save makes it of a run`);
}
