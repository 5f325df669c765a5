import type { IndicatorInput } from '../../indicators/indicator.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { RecentBars } from '../market/recent-bars.ts';

/** Input of an indicator: the complete values of the whole session, for the engine alone, and the newest ones. */
export interface IndicatorSource {
  readonly series: BarSeries;
  readonly whole: IndicatorInput;
  /** Stands for `whole` in keys. */
  readonly identity: object;
  /** The newest `count` bars up to the present; the next call may overwrite them. */
  newest(count: number): IndicatorInput;
}

/** Key of the source of a column. It is a symbol, because the source reaches into the future and strategies must not find it. */
export const AS_SOURCE = Symbol('as source');

/** Candles as what an indicator is computed of. */
export function candlesSource(series: BarSeries): IndicatorSource {
  const recent = new RecentBars(series);
  return { series, whole: series.whole, identity: series.whole.close, newest: (count) => recent.newest(count) };
}
