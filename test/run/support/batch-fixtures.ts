import { DAY, parseDate, type TimeRange, type Timestamp } from '../../../src/model/time.ts';
import type { Batch } from '../../../src/run/batch/batch.ts';
import type { Layer } from '../../../src/run/batch/layers.ts';
import { pathText } from '../../../src/run/batch/problems.ts';
import { resolveBatch } from '../../../src/run/batch/resolve.ts';
import { type BatchInput, parseBatch, type Settings } from '../../../src/run/batch/schema.ts';
import type { MarketSummary, StrategyDescription } from '../../../src/run/ports.ts';

export const EXCHANGE = 'Binance Perpetual Futures';

export function day(text: string): Timestamp {
  const timestamp = parseDate(text);
  if (timestamp === null) throw new Error(`${text} is no date`);
  return timestamp;
}

const AUGUST_AND_SEPTEMBER: TimeRange = { from: day('2023-08-01'), to: day('2023-10-01') };

export function stored(symbol: string, ...ranges: readonly TimeRange[]): MarketSummary {
  const minutes = ranges.reduce((sum, { from, to }) => sum + (to - from) / (DAY / 1440), 0);
  return { market: { exchange: EXCHANGE, symbol }, base: '1m', ranges, minutes, filled: 0, fingerprint: symbol };
}

export const MARKETS: readonly MarketSummary[] = [
  stored('FIL-USDT', AUGUST_AND_SEPTEMBER),
  stored('NEAR-USDT', AUGUST_AND_SEPTEMBER),
];

export const TREND: StrategyDescription = {
  name: 'trend',
  className: 'Trend',
  defaults: { fast: 12, slow: 26, stopAtr: 2 },
  parameters: {
    fast: { type: 'int', min: 5, max: 50, default: 12 },
    slow: { type: 'int', min: 20, max: 200, default: 26 },
    stopAtr: { type: 'float', min: 0.5, max: 5, default: 2 },
  },
  warnings: [],
};

export const BREAKOUT: StrategyDescription = {
  name: 'breakout',
  className: 'Breakout',
  defaults: { period: 20, exit: 'middle' },
  parameters: {
    period: { type: 'int', min: 10, max: 100, default: 20 },
    exit: { type: 'categorical', options: ['middle', 'opposite'], default: 'middle' },
  },
  warnings: [],
};

const REVERSION: StrategyDescription = {
  name: 'reversion',
  className: 'Reversion',
  defaults: { period: 20, deviations: 2 },
  parameters: {
    period: { type: 'int', min: 10, max: 100, default: 20 },
    deviations: { type: 'float', min: 0.5, max: 4, default: 2 },
  },
  warnings: [],
};

export const STRATEGIES = [TREND, BREAKOUT, REVERSION];

/** A batch as a file would give it; throws what is wrong with it. */
export function batchOf(input: BatchInput, overrides: Settings | null = null): Batch {
  const parsed = parseBatch(input);
  if ('problems' in parsed) {
    throw new Error(parsed.problems.map(({ path, message }) => `${pathText(path)}: ${message}`).join('\n'));
  }
  const origin = { code: 'InvalidBatch', locate: pathText } as const;
  const flags: Layer | null = overrides && { content: overrides, origin: { ...origin, locate: () => 'flags' } };
  return resolveBatch({ content: parsed.content, origin }, flags);
}
