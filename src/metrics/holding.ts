import type { TradeFigures } from '../model/trade.ts';
import { ARITHMETIC, type Facts, type Metric } from './metric.ts';

/** Metrics of the time that trades last and fill. */
export const HOLDING: readonly Metric[] = [
  {
    name: 'average_holding_period',
    title: 'Average holding period',
    unit: 'seconds',
    better: 'neither',
    formula: 'mean(closed − opened)',
    source: ARITHMETIC,
    compute: ({ all }) => all.seconds / all.count,
  },
  {
    name: 'average_winning_holding_period',
    title: 'Average holding period of wins',
    unit: 'seconds',
    better: 'neither',
    formula: 'mean(closed − opened) over W',
    source: ARITHMETIC,
    compute: ({ winners }) => winners.seconds / winners.count,
  },
  {
    name: 'average_losing_holding_period',
    title: 'Average holding period of losses',
    unit: 'seconds',
    better: 'neither',
    formula: 'mean(closed − opened) over L',
    source: ARITHMETIC,
    compute: ({ losers }) => losers.seconds / losers.count,
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

function exposureTime({ trades, startedAt, endedAt }: Facts): number {
  return (exposedMilliseconds(trades) / (endedAt - startedAt)) * 100;
}

/** Trades of several routes overlap; their common time counts once. Goes back in closing order, so nothing is sorted. */
function exposedMilliseconds({ openedAt, closedAt }: TradeFigures): number {
  let exposed = 0;
  // Trades that close later cover all time from here on.
  let coveredFrom = Number.POSITIVE_INFINITY;
  for (let i = closedAt.length - 1; i >= 0; i--) {
    exposed += Math.max(0, Math.min(closedAt[i], coveredFrom) - openedAt[i]);
    coveredFrom = Math.min(coveredFrom, openedAt[i]);
  }
  return exposed;
}
