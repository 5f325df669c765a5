import type { Indicator } from '../../indicators/indicator.ts';
import type { IndicatorParameters } from '../../indicators/parameters.ts';
import type { Candle } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import type { LogLevel } from '../../model/logging.ts';
import type { Parameters, ParameterValues } from '../../model/parameter.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { CandlesView } from '../market/candles-view.ts';
import type { IndicatorColumn, IndicatorTarget, IndicatorView } from '../series/indicator-column.ts';
import { type IndicatorFunction, isPlain } from '../series/own-indicator.ts';
import type { Store } from '../store/index.ts';
import { StrategyAccount } from './account-view.ts';
import type { StrategyCache } from './cache.ts';
import { type StrategyContext, TRADER } from './context.ts';
import type { OrderLines } from './order-lines.ts';
import type { ValuesOf } from './parameters.ts';
import { requireSync } from './sync-hook.ts';

/** The default export of a strategy file. */
export interface StrategyClass {
  readonly name: string;
  readonly parameters: Parameters;
  new (context: StrategyContext): Strategy;
}

/** Type of `this.vars` and `this.sharedVars` unless a strategy names its own. */
type Untyped = Record<string, unknown>;

/** A strategy base class with typed parameters in `this.hp`. Its type arguments are those of `vars` and `sharedVars`. */
export interface StrategyWith<P extends Parameters> {
  readonly parameters: P;
  with: typeof Strategy.with;
  new <Vars extends object = Untyped, SharedVars extends object = Untyped>(
    context: StrategyContext,
  ): Strategy<ValuesOf<P>, Vars, SharedVars>;
}

/**
 * The class that a user extends: the decisions of one route. Hooks and properties are Jesse's, in camelCase.
 * One instance lives for one session and never sees a candle of the future.
 */
export abstract class Strategy<
  Values = ParameterValues,
  Vars extends object = Untyped,
  SharedVars extends object = Untyped,
> extends StrategyAccount {
  /** Declared with `Strategy.with({...})`. */
  static readonly parameters: Parameters = {};
  /** Parameter values of this session. */
  readonly hp: Values;
  /** For the strategy's own state. Typed by `extends Strategy.with({...})<{ stop?: number }>`, or by `override vars = { stop: 0 }`. */
  readonly vars: Vars = {} as Vars;
  readonly #context: StrategyContext;

  constructor(context: StrategyContext) {
    super(context);
    if (context === undefined) {
      throw new JbtError(
        'InvalidStrategy',
        'a strategy with a constructor must pass its argument on: constructor(context) { super(context) }',
      );
    }
    this.#context = context;
    this.hp = context.resolveParameters(new.target.parameters, requireSync('dna', this.dna())) as Values;
  }

  /** A base class whose `this.hp` has the declared parameters: `class Trend extends Strategy.with({ fast: int(5, 50, 12) })`. */
  static with<const P extends Parameters>(parameters: P): StrategyWith<P> {
    abstract class Parameterised extends Strategy<ValuesOf<P>> {
      static override readonly parameters = parameters;
    }
    return Parameterised as unknown as StrategyWith<P>;
  }

  // Wishes are [qty, price] or a list of such pairs; [] withdraws.

  /** Wished entries of a long position: limit below the price, stop above it, market at it. */
  get buy(): OrderLines {
    return this.#context[TRADER].desk.wanted.buy;
  }
  set buy(lines: OrderLines) {
    this.#context[TRADER].desk.wanted.buy = lines;
  }
  /** Wished entries of a short position: limit above the price, stop below it, market at it. */
  get sell(): OrderLines {
    return this.#context[TRADER].desk.wanted.sell;
  }
  set sell(lines: OrderLines) {
    this.#context[TRADER].desk.wanted.sell = lines;
  }
  /** Wished exits that limit the loss. */
  get stopLoss(): OrderLines {
    return this.#context[TRADER].desk.wanted.stopLoss;
  }
  set stopLoss(lines: OrderLines) {
    this.#context[TRADER].desk.wanted.stopLoss = lines;
  }
  /** Wished exits that take the gain. */
  get takeProfit(): OrderLines {
    return this.#context[TRADER].desk.wanted.takeProfit;
  }
  set takeProfit(lines: OrderLines) {
    this.#context[TRADER].desk.wanted.takeProfit = lines;
  }
  /** Closes the position at market, as a take-profit when it has a gain and as a stop-loss otherwise. */
  liquidate(): void {
    this.#context[TRADER].liquidate();
  }

  // The market.

  /** The newest price: the close of the bar being evaluated, or the price of the fill that called a hook. */
  get price(): number {
    return this.#context[TRADER].price;
  }
  /** The same as `price`: there is no separate mark price. */
  get markPrice(): number {
    return this.price;
  }
  /** The candle of the bar being evaluated, or the forming one. */
  get currentCandle(): Candle {
    return this.candles.last;
  }
  /** Open of the current candle. */
  get open(): number {
    return this.currentCandle.open;
  }
  /** The same as `price`. */
  get close(): number {
    return this.price;
  }
  /** High of the current candle. */
  get high(): number {
    return this.currentCandle.high;
  }
  /** Low of the current candle. */
  get low(): number {
    return this.currentCandle.low;
  }
  /** Volume of the current candle, in the base asset. */
  get volume(): number {
    return this.currentCandle.volume;
  }
  /** The route's own candles up to the present. */
  get candles(): CandlesView {
    return this.#context.candles(this.symbol, this.timeframe);
  }
  /** Candles of any symbol that a route or data route has, in any timeframe that its stored candles make. */
  getCandles(symbol: string, timeframe: Timeframe): CandlesView {
    return this.#context.candles(symbol, timeframe);
  }
  /** An indicator over candles or over another indicator, always aligned with the present. Make it once, in a field. */
  indicator<P extends IndicatorParameters, Name extends string>(
    indicator: Indicator<P, Name>,
    parameters?: Partial<P>,
    target?: IndicatorTarget,
  ): IndicatorView<Name>;
  /** An own indicator: a function of candles, oldest first, that returns a number for each. Value i may use candles up to i. */
  indicator(compute: IndicatorFunction<ArrayLike<number>>, target?: IndicatorTarget): IndicatorColumn;
  /** The same with several outputs, by name. */
  indicator<Name extends string>(
    compute: IndicatorFunction<Readonly<Record<Name, ArrayLike<number>>>>,
    target?: IndicatorTarget,
  ): Readonly<Record<Name, IndicatorColumn>>;
  indicator(
    given: Indicator | IndicatorFunction,
    second: IndicatorParameters | IndicatorTarget = {},
    third: IndicatorTarget = {},
  ): unknown {
    if (isPlain(given)) return this.#context.ownIndicator(given, second);
    return this.#context.indicator(given, second as IndicatorParameters, third);
  }
  /** Simulation time: the end of the minute being played. */
  get time(): Timestamp {
    return this.store.app.time;
  }

  // The session.

  /** State that the routes of the backtest share, typed by a second argument after `with`. It ends with the backtest. */
  get sharedVars(): SharedVars {
    return this.store.sharedVars as SharedVars;
  }
  /** Everything mutable of the backtest: orders, positions, candles, logs. */
  get store(): Store {
    return this.#context.store;
  }
  /** Values that outlive the backtest, computed once for all. */
  get cache(): StrategyCache {
    return this.#context.cache;
  }
  /** Writes a line into the log of the backtest. Lines of level `debug` are told with `--debug` alone. */
  log(message: string, level: LogLevel = 'info'): void {
    this.#context.log(level, message);
  }
  /** Sends an event to the listeners of the run. The value must be plain data; `compression` gzips it on Redis. */
  publish(event: string, value: unknown, { compression = false }: { readonly compression?: boolean } = {}): void {
    this.#context.publish(event, value, compression);
  }
  /** Adds a point to a line in the chart of the backtest, now. Nothing is kept where no chart is drawn. */
  plot(name: string, value: number): void {
    this.#context.plot(name, value);
  }
  /** A number from 0 to 1, drawn from the job's seed: the same job draws the same numbers. */
  random(): number {
    return this.#context.random();
  }
}
