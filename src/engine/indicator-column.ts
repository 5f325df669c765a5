import type { Indicator, IndicatorInput, Outputs } from '../indicators/indicator.ts';
import { completeParameters, type IndicatorParameters } from '../indicators/parameters.ts';
import type { BarSeries } from './bar-series.ts';
import type { SeriesCache } from './series.ts';

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

  /** The value `bars` bars before the current one; NaN before the first candle. */
  ago(bars: number): number {
    if (bars === 0) return this.now;
    const row = this.#series.length - 1 - bars;
    return bars > 0 && row >= 0 ? this.#whole[row] : Number.NaN;
  }

  /** Values up to the present. */
  get length(): number {
    return this.#series.length;
  }

  /** Was at or below `other` one bar ago and is above it now. */
  crossedAbove(other: IndicatorColumn | number): boolean {
    if (typeof other === 'number') return this.ago(1) <= other && this.now > other;
    return this.now > other.now && this.ago(1) <= other.ago(1);
  }

  /** Was at or above `other` one bar ago and is below it now. */
  crossedBelow(other: IndicatorColumn | number): boolean {
    if (typeof other === 'number') return this.ago(1) >= other && this.now < other;
    return this.now < other.now && this.ago(1) >= other.ago(1);
  }

  /** A copy of the newest `count` values up to the present, oldest first. */
  newest(count: number): Float64Array {
    const taken = Math.min(count, this.length);
    return Float64Array.from({ length: taken }, (_, i) => this.ago(taken - 1 - i));
  }

  /** This column as what another indicator is computed of. */
  asSource(read: (series: BarSeries, whole: Float64Array) => IndicatorSource): IndicatorSource {
    return read(this.#series, this.#whole);
  }
}

/** What an indicator is computed of: complete values of the whole session, for the engine's eyes only, and the newest ones. */
export interface IndicatorSource {
  readonly series: BarSeries;
  readonly whole: IndicatorInput;
  /** Stands for `whole` in keys. */
  readonly identity: object;
  /** The newest `count` bars up to the present. */
  newest(count: number): IndicatorInput;
}

/** What an indicator compares its source with, when it needs two markets. */
export type SecondSource = IndicatorSource | undefined;

/** The columns of an indicator over a source: computed once for all sessions of the worker that ask for the same. */
export function indicatorColumns<P extends IndicatorParameters, Name extends string>(
  indicator: Indicator<P, Name>,
  given: Partial<P> | undefined,
  source: IndicatorSource,
  second: SecondSource,
  cache: SeriesCache,
): Readonly<Record<Name, IndicatorColumn>> {
  const { spec } = indicator;
  const parameters = completeParameters<P>(spec, given);
  const identities = [source.identity, spec, second?.identity ?? spec].map((object) => cache.identityOf(object));
  const whole = cache.remember(
    `indicator ${identities.join(' ')} ${JSON.stringify(parameters)}`,
    () => indicator.columns(source.whole, parameters, second?.whole),
    () => source.whole.length * spec.outputs.length * Float64Array.BYTES_PER_ELEMENT,
  );
  const forming = formingValues(indicator, parameters, source, second);
  const columns = spec.outputs.map((name) => [
    name,
    new IndicatorColumn(source.series, whole[name], () => forming()[name].at(-1) ?? Number.NaN),
  ]);
  return Object.fromEntries(columns) as Record<Name, IndicatorColumn>;
}

/** The indicator up to the present, with the forming bar; computed once per present, over as few bars as it remembers. */
function formingValues<P extends IndicatorParameters, Name extends string>(
  indicator: Indicator<P, Name>,
  parameters: P,
  source: IndicatorSource,
  second: SecondSource,
): () => Outputs<Name> {
  const memory = indicator.spec.memory?.(parameters) ?? Number.POSITIVE_INFINITY;
  let stamp = -1;
  let values: Outputs<Name> | null = null;
  return () => {
    const { market, length } = source.series;
    if (values === null || stamp !== market.stamp) {
      const bars = Math.min(memory + 1, length);
      values = indicator.columns(source.newest(bars), parameters, second?.newest(bars));
      stamp = market.stamp;
    }
    return values;
  };
}
