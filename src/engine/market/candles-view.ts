import { type Candle, type CandleColumns, candleAt } from '../../model/candle.ts';
import { JbtError } from '../../model/errors.ts';
import type { Timestamp } from '../../model/time.ts';
import type { Timeframe } from '../../model/timeframe.ts';
import type { BarSeries } from './bar-series.ts';
import { RecentBars } from './recent-bars.ts';

/**
 * A strategy's view of candles: complete ones, oldest first, and the forming one last. The view is also candle columns,
 * so `ta.ema(this.candles)` works. The columns are copies up to the present. One taken earlier keeps its length and
 * shares its memory with later ones. Reading them before the session has begun throws InvalidStrategy.
 */
export class CandlesView implements CandleColumns {
  readonly #series: BarSeries;
  readonly #recent: RecentBars;
  #copies: CandleColumns | null = null;
  #stamp = -1;

  constructor(series: BarSeries) {
    this.#series = series;
    this.#recent = new RecentBars(series);
  }

  get symbol(): string {
    return this.#series.market.symbol;
  }

  get timeframe(): Timeframe {
    return this.#series.timeframe;
  }

  get length(): number {
    return this.#series.length;
  }

  get start(): Timestamp {
    return this.#series.whole.start;
  }

  get step(): CandleColumns['step'] {
    return this.#series.whole.step;
  }

  /** The candle at an index; negative ones count from the end: `at(-1)` is the current one. Throws InvalidStrategy for others. */
  at(index: number): Candle {
    const series = this.#series;
    const row = index < 0 ? series.length + index : index;
    if (row >= 0 && row < series.completed && Number.isInteger(row)) return candleAt(series.whole, row);
    if (row !== series.completed || !series.forms) {
      throw noCandle(index, series);
    }
    return { ...candleAt(series.forming(), 0), timestamp: series.startOfForming };
  }

  /** The current candle: the one that just closed while its bar is evaluated, the forming one otherwise. */
  get last(): Candle {
    return this.at(-1);
  }

  get open(): Float64Array {
    return this.#columns().open;
  }

  get close(): Float64Array {
    return this.#columns().close;
  }

  get high(): Float64Array {
    return this.#columns().high;
  }

  get low(): Float64Array {
    return this.#columns().low;
  }

  get volume(): Float64Array {
    return this.#columns().volume;
  }

  /** Open times, if the market closes at times; `undefined` for one that never does. */
  get times(): Float64Array | undefined {
    return this.#series.whole.times === undefined ? undefined : this.#columns().times;
  }

  #columns(): CandleColumns {
    const { stamp, hasBegun } = this.#series.market;
    if (!hasBegun) throw readTooEarly();
    if (this.#copies === null || this.#stamp !== stamp) {
      this.#copies = this.#recent.newest(this.#series.length);
      this.#stamp = stamp;
    }
    return this.#copies;
  }
}

function noCandle(index: number, { length, timeframe, market }: BarSeries): JbtError {
  const indexes =
    length === 0 ? 'there is none yet' : `indexes are 0 to ${length - 1}, or -1 to -${length} from the end`;
  return new JbtError('InvalidStrategy', `at(${index}) of the ${timeframe} candles of ${market.symbol}: ${indexes}`);
}

/** A field reads the columns once, and its value would never change. */
function readTooEarly(): JbtError {
  return new JbtError(
    'InvalidStrategy',
    'a field or constructor reads the columns of candles, which is done once, before the first bar; write this.indicator(ta.ema, { period: 20 }) for an indicator, or read them in a hook',
  );
}
