import { type Indicator, isSingle } from '../../indicators/indicator.ts';
import type { IndicatorParameters } from '../../indicators/parameters.ts';
import { JbtError } from '../../model/errors.ts';
import type { Job } from '../../model/job.ts';
import { LOG_LEVELS, type LogLevel } from '../../model/logging.ts';
import type { Metrics } from '../../model/metrics.ts';
import type { Parameters, ParameterValues } from '../../model/parameter.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { Conventions } from '../conventions.ts';
import type { CandlesView } from '../market/candles-view.ts';
import type { SessionCandles, SymbolCandles } from '../market/session-candles.ts';
import {
  type ColumnSources,
  type IndicatorColumn,
  type IndicatorTarget,
  type IndicatorView,
  indicatorColumns,
} from '../series/indicator-column.ts';
import { AS_SOURCE, candlesSource, type IndicatorSource } from '../series/indicator-source.ts';
import { type IndicatorFunction, ownIndicator } from '../series/own-indicator.ts';
import { SeriesCache } from '../series/series-cache.ts';
import type { SessionListener } from '../session-listener.ts';
import type { Store } from '../store/index.ts';
import type { StrategyCache } from './cache.ts';
import { resolveParameters } from './parameters.ts';
import type { Trader } from './trader.ts';

export interface ContextParts {
  readonly job: Job;
  readonly store: Store;
  readonly candles: SessionCandles;
  readonly series: SeriesCache;
  readonly listener: SessionListener;
  readonly equity: () => number;
  readonly metrics: () => Metrics;
  readonly random: () => number;
  /** Bars that values of indicators see unless a strategy says otherwise; null for all. */
  readonly indicatorBars: Conventions['indicatorBars'];
  readonly cacheOf: (strategy: string) => StrategyCache;
}

/** Symbol of a context's trader, which reaches into the future: no strategy finds it by mistake. */
export const TRADER = Symbol.for('jbt.trader');

/** A strategy's only connection to its session. */
export class StrategyContext {
  readonly [TRADER]: Trader;
  readonly store: Store;
  readonly cache: StrategyCache;
  readonly #parts: ContextParts;

  constructor(trader: Trader, parts: ContextParts) {
    this[TRADER] = trader;
    this.#parts = parts;
    this.store = parts.store.ofRoute();
    this.cache = parts.cacheOf(trader.route.strategy);
  }

  get job(): Job {
    return this.#parts.job;
  }

  resolveParameters(declared: Parameters, dna: string): ParameterValues {
    return resolveParameters(declared, dna, this.job.parameters);
  }

  candles(symbol: string, timeframe: Timeframe): CandlesView {
    return this.store.candles.getCandles(symbol, timeframe);
  }

  indicator<P extends IndicatorParameters, Name extends string>(
    indicator: Indicator<P, Name>,
    parameters: Partial<P> | undefined,
    target: IndicatorTarget,
  ): IndicatorView<Name> {
    if (typeof indicator?.columns !== 'function') throw noIndicator(indicator);
    const sources = this.#sourcesOf(target);
    const columns = indicatorColumns(indicator, parameters, sources, this.#parts.series);
    this.#register(indicator.spec.name, () => ({ ...parameters, ...placeOf(target) }), columns);
    return (isSingle(indicator) ? columns['value' as Name] : columns) as IndicatorView<Name>;
  }

  /** An indicator of the strategy itself. It is computed for this session alone: another one may close over other values. */
  ownIndicator(
    compute: IndicatorFunction,
    target: IndicatorTarget,
  ): IndicatorColumn | Readonly<Record<string, IndicatorColumn>> {
    const sources = this.#sourcesOf(target);
    const made = ownIndicator(compute, sources.source.whole);
    const columns = indicatorColumns(made, {}, sources, new SeriesCache(0));
    this.#register(compute.name || 'own indicator', () => placeOf(target), columns);
    return isSingle(made) ? columns.value : columns;
  }

  /** Names the indicators that are there before the first bar. Later ones are made again and again. */
  #register(name: string, traits: () => object, columns: Readonly<Record<string, IndicatorColumn>>): void {
    const { index, indicators } = this[TRADER];
    if (indicators === null || index > 0) return;
    const words = [name, ...Object.entries(traits()).map(([trait, value]) => `${trait}=${value}`)].join(' ');
    for (const [output, column] of Object.entries(columns))
      indicators.push({ name: output === 'value' ? words : `${words} ${output}`, column });
  }

  #sourcesOf(target: IndicatorTarget): ColumnSources {
    const second = target.second === undefined ? undefined : this.#secondSource(target, target.second);
    const source = target.of === undefined ? this.#candlesSource(target) : target.of[AS_SOURCE]();
    return { source, second, bars: this.#barsOf(target) };
  }

  /** Bars that each value sees; null for all. Jesse never slices a series, only candles. */
  #barsOf({ bars, sequential, of }: IndicatorTarget): number | null {
    if (bars !== undefined && !(Number.isSafeInteger(bars) && bars >= 1)) {
      throw new JbtError('InvalidStrategy', `bars of an indicator must be a whole number from 1, not ${bars}`);
    }
    if (sequential !== undefined && bars !== undefined) {
      throw new JbtError('InvalidStrategy', 'an indicator takes bars or sequential, not both');
    }
    if (bars !== undefined || sequential || of !== undefined) return bars ?? null;
    return this.#parts.indicatorBars;
  }

  #candlesSource(target: IndicatorTarget): IndicatorSource {
    const { candles, timeframe } = this.#targeted(target);
    return candlesSource(candles.series(timeframe));
  }

  /** Bars of a second symbol, one for each bar of the first. */
  #secondSource(target: IndicatorTarget, symbol: string): IndicatorSource {
    const { candles, timeframe } = this.#targeted(target);
    const second = this.#parts.candles.ofSymbol(symbol, timeframe);
    return candlesSource(second.seriesBeside(candles, timeframe));
  }

  #targeted(target: IndicatorTarget): { readonly candles: SymbolCandles; readonly timeframe: Timeframe } {
    const symbol = target.symbol ?? this[TRADER].symbol;
    const timeframe = target.timeframe ?? this[TRADER].route.timeframe;
    return { candles: this.#parts.candles.ofSymbol(symbol, timeframe), timeframe };
  }

  equity(): number {
    return this.#parts.equity();
  }

  metrics(): Metrics {
    return this.#parts.metrics();
  }

  random(): number {
    return this.#parts.random();
  }

  log(level: LogLevel, message: string): void {
    if (!LOG_LEVELS.includes(level)) throw noLevel(level);
    const { time } = this.store.app;
    // Strategies in JavaScript log what they like.
    const text = String(message);
    this.store.logs.add(level, time, text);
    this.#parts.listener.log(level, time, text);
  }

  plot(name: string, value: number): void {
    this.#parts.listener.plot?.(this.store.app.time, name, value);
  }

  publish(event: string, value: unknown, compressed: boolean): void {
    this.#parts.listener.publish(this.store.app.time, event, value, compressed);
  }
}

/** The market that an indicator names; nothing for that of the route. */
function placeOf({ symbol, timeframe }: IndicatorTarget): object {
  return { ...(symbol === undefined ? {} : { symbol }), ...(timeframe === undefined ? {} : { timeframe }) };
}

function noLevel(found: unknown): JbtError {
  return new JbtError('InvalidStrategy', `log(message, level): found ${found}, allowed: ${LOG_LEVELS.join(', ')}`);
}

function noIndicator(found: unknown): JbtError {
  const what =
    found === undefined
      ? 'undefined: ta has none of that name; names are in camelCase, such as ta.bollingerBands'
      : `a value of type ${typeof found}`;
  return new JbtError('InvalidStrategy', `this.indicator(...) needs an indicator, such as ta.ema, not ${what}`);
}
