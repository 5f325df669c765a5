import type { Timeframe } from '../../model/timeframe.ts';
import type { IndicatorColumn } from './indicator-column.ts';

/** Which candles, or which other indicator, an indicator is taken of; the route's own candles when left out. */
export interface IndicatorTarget {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly of?: IndicatorColumn;
  /** The symbol that an indicator of two markets (`beta`, `rsmk`) compares with. */
  readonly second?: string;
}

/** A strategy's view of an indicator: one column when it has the one output `value`, columns by name otherwise. */
export type IndicatorView<Name extends string> = [Name] extends ['value']
  ? IndicatorColumn
  : Readonly<Record<Name, IndicatorColumn>>;
