import type { ClosedTrade } from '../model/trade.ts';
import { ARITHMETIC, type Facts, type Metric } from './metric.ts';
import { mean } from './statistics.ts';

/** Metrics of the time that trades last and fill. */
export const HOLDING: readonly Metric[] = [
  {
    name: 'average_holding_period',
    title: 'Average holding period',
    unit: 'seconds',
    better: 'neither',
    formula: 'mean(closed − opened)',
    source: ARITHMETIC,
    compute: ({ trades }) => averageHolding(trades),
  },
  {
    name: 'average_winning_holding_period',
    title: 'Average holding period of wins',
    unit: 'seconds',
    better: 'neither',
    formula: 'mean(closed − opened) over W',
    source: ARITHMETIC,
    compute: ({ winners }) => averageHolding(winners),
  },
  {
    name: 'average_losing_holding_period',
    title: 'Average holding period of losses',
    unit: 'seconds',
    better: 'neither',
    formula: 'mean(closed − opened) over L',
    source: ARITHMETIC,
    compute: ({ losers }) => averageHolding(losers),
  },
  {
    name: 'exposure_time',
    title: 'Time in the market',
    unit: 'percent',
    better: 'neither',
    formula: 'time with at least one position open / T · 100',
    source: ARITHMETIC,
    compute: exposureTime,
  },
];

function averageHolding(trades: readonly ClosedTrade[]): number {
  return mean(trades.map((trade) => trade.holdingPeriod));
}

function exposureTime({ trades, startedAt, endedAt }: Facts): number {
  return (exposedMilliseconds(trades) / (endedAt - startedAt)) * 100;
}

/** Trades of several routes overlap; their common time counts once. */
function exposedMilliseconds(trades: readonly ClosedTrade[]): number {
  const byOpening = [...trades].sort((a, b) => a.openedAt - b.openedAt);
  let exposed = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { openedAt, closedAt } of byOpening) {
    exposed += Math.max(0, closedAt - Math.max(openedAt, until));
    until = Math.max(until, closedAt);
  }
  return exposed;
}
