import type { Indicator, Outputs } from '../../indicators/indicator.ts';
import { completeParameters, type IndicatorParameters } from '../../indicators/parameters.ts';
import { JbtError } from '../../model/errors.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { computeWhole, isOwn } from './computation.ts';
import { formingValues } from './forming-values.ts';
import { AS_SOURCE, type IndicatorSource } from './indicator-source.ts';
import type { SeriesCache } from './series-cache.ts';
import { remembersAtMost, windowAtPresent, windowedColumns } from './windows.ts';

/** One output of an indicator, aligned with the present: `now` belongs to the current bar, complete or forming. */
export class IndicatorColumn {
  readonly #series: BarSeries;
  readonly #whole: Float64Array;
  readonly #forming: () => number;

  constructor(series: BarSeries, whole: Float64Array, forming: () => number) {
    this.#series = series;
    this.#whole = whole;
    this.#forming = forming;
  }

  /** The value at the current bar; NaN while the indicator warms up. */
  get now(): number {
    const row = this.#series.newestRow;
    if (row >= 0) return this.#whole[row];
    return this.#series.forms ? this.#forming() : Number.NaN;
  }

  /** The value `bars` bars before the current one; NaN before the first candle. Throws InvalidStrategy for a bar to come. */
  ago(bars: number): number {
    if (bars === 0) return this.now;
    if (!(bars > 0 && Number.isInteger(bars))) throw noCount('ago', bars);
    const row = this.#series.length - 1 - bars;
    return row >= 0 ? this.#whole[row] : Number.NaN;
  }

  /** Values up to the present. */
  get length(): number {
    return this.#series.length;
  }

  /** Was at or below `other` one bar ago and is above it now. */
  crossedAbove(other: IndicatorColumn | number): boolean {
    if (typeof other === 'number') return this.ago(1) <= other && this.now > other;
    const row = this.#rowBesides(other);
    if (row > 0) return this.#whole[row] > other.#whole[row] && this.#whole[row - 1] <= other.#whole[row - 1];
    return this.now > other.now && this.ago(1) <= other.ago(1);
  }

  /** Was at or above `other` one bar ago and is below it now. */
  crossedBelow(other: IndicatorColumn | number): boolean {
    if (typeof other === 'number') return this.ago(1) >= other && this.now < other;
    const row = this.#rowBesides(other);
    if (row > 0) return this.#whole[row] < other.#whole[row] && this.#whole[row - 1] >= other.#whole[row - 1];
    return this.now < other.now && this.ago(1) >= other.ago(1);
  }

  /** The current row, when it is complete in both columns: the fast path of most crossings. */
  #rowBesides(other: IndicatorColumn): number {
    return other.#series === this.#series ? this.#series.newestRow : -1;
  }

  /** A copy of the newest `count` values up to the present, oldest first. Throws InvalidStrategy for a count below 0. */
  newest(count: number): Float64Array {
    if (!(count >= 0 && Number.isInteger(count))) throw noCount('newest', count);
    const { completed, forms, length } = this.#series;
    const values = new Float64Array(Math.min(count, length));
    values.set(this.#whole.subarray(length - values.length, completed));
    if (forms && values.length > 0) values[values.length - 1] = this.now;
    return values;
  }

  /** This column as the source of another indicator. */
  [AS_SOURCE](): IndicatorSource {
    const whole = this.#whole;
    return { series: this.#series, whole, identity: whole, newest: (count) => this.newest(count) };
  }
}

function noCount(method: string, found: number): JbtError {
  return new JbtError(
    'InvalidStrategy',
    `${method}(${found}) of an indicator: it takes a whole number of bars, 0 or more; values to come cannot be read`,
  );
}

/** Sources of an indicator, and how many bars each of its values sees. */
export interface ColumnSources {
  readonly source: IndicatorSource;
  /** The market that an indicator of two markets compares with. */
  readonly second: IndicatorSource | undefined;
  /** Bars that each value is computed over; null for all. */
  readonly bars: number | null;
}

/** The columns of an indicator over its sources: computed once for all sessions of the worker that ask for the same. */
export function indicatorColumns<P extends IndicatorParameters, Name extends string>(
  indicator: Indicator<P, Name>,
  given: Partial<P> | undefined,
  { source, second, bars }: ColumnSources,
  cache: SeriesCache,
): Readonly<Record<Name, IndicatorColumn>> {
  const { spec } = indicator;
  const parameters = completeParameters<P>(spec, given);
  const computation = { indicator, parameters, source, second };
  const window = bars === null || remembersAtMost(bars, computation) ? null : bars;
  const inputs = [source, second ?? source].map(({ identity }) => cache.identityOf(identity)).join(' ');
  const name = isOwn(indicator) ? spec.name : cache.identityOf(spec);
  const computed = cache.columns(`${name} ${JSON.stringify(parameters)} ${window ?? 'all'} of ${inputs}`, () => {
    const outputs = window === null ? computeWhole(computation) : windowedColumns(window, computation);
    return spec.outputs.map((output) => outputs[output]);
  });
  const whole = Object.fromEntries(spec.outputs.map((output, index) => [output, computed[index]])) as Outputs<Name>;
  const forming = window === null ? formingValues(computation, whole) : windowAtPresent(window, computation);
  const columns = spec.outputs.map((name) => [
    name,
    new IndicatorColumn(source.series, whole[name], () => forming()[name].at(-1) ?? Number.NaN),
  ]);
  return Object.fromEntries(columns) as Record<Name, IndicatorColumn>;
}

/** The candles or the indicator that an indicator reads; the route's own candles when left out. */
export interface IndicatorTarget {
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  readonly of?: IndicatorColumn;
  /** The symbol that an indicator of two markets (`beta`, `rsmk`) compares with. */
  readonly second?: string;
  /** Computes each value over this many bars alone, up to its own: 240 is what Jesse sees without `sequential`. */
  readonly bars?: number;
  /** Computes each value over the whole history, also under `compat: jesse`, where 240 bars are the default. */
  readonly sequential?: boolean;
}

/** A strategy's view of an indicator: one column when it has the one output `value`, columns by name otherwise. */
export type IndicatorView<Name extends string> = [Name] extends ['value']
  ? IndicatorColumn
  : Readonly<Record<Name, IndicatorColumn>>;
