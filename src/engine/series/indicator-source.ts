import type { IndicatorInput } from '../../indicators/indicator.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { RecentBars } from '../market/recent-bars.ts';

/** The source of an indicator. `whole` covers the whole session: it reaches into the future and is for the engine only. */
export interface IndicatorSource {
  readonly series: BarSeries;
  readonly whole: IndicatorInput;
  /** Stands for `whole` in keys. */
  readonly identity: object;
  /** The newest `count` bars up to the present; the next call may overwrite them. */
  newest(count: number): IndicatorInput;
}

/** Symbol of a column's source, which reaches into the future: no strategy finds it by mistake. */
export const AS_SOURCE = Symbol('as source');

/** Candles as the source of an indicator. */
export function candlesSource(series: BarSeries): IndicatorSource {
  const recent = new RecentBars(series);
  return { series, whole: series.whole, identity: series.whole.close, newest: (count) => recent.newest(count) };
}
