import type { CandleColumns } from '../../../../src/model/candle.ts';

type Parameters = Readonly<Record<string, number | string | boolean>>;

/** Values by output and bar; a bar without one is a bar at which Jesse is right. */
export type RightColumns = Readonly<Record<string, readonly number[]>>;

/**
 * Right values of the indicators of which Jesse reads later candles or the wrong ones, or loses digits to running sums.
 * Each is computed by its definition, window by window, and shares nothing with the kernel that it checks.
 */
const RIGHT: Readonly<Record<string, (candles: CandleColumns, parameters: Parameters) => RightColumns>> = {
  damiani_volatmeter: volatmeter,
  dx: directionalSystem,
  er: efficiencyRatio,
  fosc: forecastOscillator,
  mab: averageBands,
  minmax: confirmedExtremes,
  rma: runningAverage,
  sar: () => ({ value: [Number.NaN] }),
  support_resistance_with_breaks: supportAndResistance,
};

export function rightColumns(
  indicator: string,
  candles: CandleColumns,
  parameters: Parameters,
): RightColumns | undefined {
  return RIGHT[indicator]?.(candles, parameters);
}

function bars<Value>({ length }: { readonly length: number }, value: (bar: number) => Value): Value[] {
  return Array.from({ length }, (_, bar) => value(bar));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

function window(x: ArrayLike<number>, end: number, period: number): readonly number[] {
  if (end < period - 1) return [Number.NaN];
  return Array.from({ length: period }, (_, k) => x[end - period + 1 + k]);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** Wilder's averages begin with the mean of the first values, not with the last candle. */
function wilder(x: readonly number[], from: number, period: number): readonly number[] {
  let value = Number.NaN;
  return x.map((each, bar) => {
    if (bar < from + period - 1) return Number.NaN;
    value = bar === from + period - 1 ? mean(x.slice(from, bar + 1)) : value + (each - value) / period;
    return value;
  });
}

function directionalSystem(candles: CandleColumns, { diLength, adxSmoothing }: Parameters): RightColumns {
  const { high, low, close } = candles;
  const length = Number(diLength);
  const ups = bars(candles, (i) => high[i] - high[i - 1]);
  const downs = bars(candles, (i) => low[i - 1] - low[i]);
  const plus = ups.map((up, i) => (up > downs[i] && up > 0 ? up : 0));
  const minus = downs.map((down, i) => (down > ups[i] && down > 0 ? down : 0));
  const range = bars(candles, (i) => Math.max(high[i], close[i - 1]) - Math.min(low[i], close[i - 1]));
  const [a, b, r] = [plus, minus, range].map((x) => wilder(x, 1, length));
  const plusDI = a.map((each, i) => (100 * each) / r[i]);
  const minusDI = b.map((each, i) => (100 * each) / r[i]);
  const index = plusDI.map((each, i) => (100 * Math.abs(each - minusDI[i])) / (each + minusDI[i]));
  return { adx: wilder(index, length, Number(adxSmoothing)), plusDI, minusDI };
}

/** Only the spans of the last 240 bars count, not all rows that Jesse was given, later ones among them. */
function efficiencyRatio(candles: CandleColumns, { period, window: bound }: Parameters): RightColumns {
  const { close } = candles;
  const span = Number(period);
  const path = bars(candles, (i) =>
    sum(window(close, i, span + 1).map((x, k, all) => (k ? Math.abs(x - all[k - 1]) : 0))),
  );
  return {
    value: bars(candles, (i) => {
      const from = Math.max(span, i - Number(bound) + 1 + span);
      return i < span ? Number.NaN : Math.abs(close[i] - close[i - span]) / sum(path.slice(from, i + 1));
    }),
  };
}

/** The deviation is that of the gap between both averages at the bar itself. */
function averageBands(candles: CandleColumns, { fastPeriod, slowPeriod, devup, devdn }: Parameters): RightColumns {
  const { close } = candles;
  const fast = bars(candles, (i) => mean(window(close, i, Number(fastPeriod))));
  const slow = bars(candles, (i) => mean(window(close, i, Number(slowPeriod))));
  const squares = fast.map((each, i) => (each - slow[i]) ** 2);
  const width = squares.map((_, i) => Math.sqrt(mean(window(squares, i, Number(fastPeriod)))));
  return {
    upperband: slow.map((each, i) => each + Number(devup) * width[i]),
    middleband: fast,
    lowerband: slow.map((each, i) => each - Number(devdn) * width[i]),
  };
}

/** An extreme is known when the candles after it have been seen, and not before. */
function pivots(x: ArrayLike<number>, left: number, right: number, sign: 1 | -1): readonly number[] {
  return bars(x, (i) => {
    const top = x[i - right];
    const others = [...window(x, i - right - 1, left), ...window(x, i, right)];
    return i >= left + right && others.every((each) => sign * each < sign * top) ? top : Number.NaN;
  });
}

function latest(x: readonly number[]): readonly number[] {
  let last = Number.NaN;
  return x.map((each) => (last = Number.isNaN(each) ? last : each));
}

function confirmedExtremes({ high, low }: CandleColumns, { order }: Parameters): RightColumns {
  const isMin = pivots(low, Number(order), Number(order), -1);
  const isMax = pivots(high, Number(order), Number(order), 1);
  return { isMin, isMax, lastMin: latest(isMin), lastMax: latest(isMax) };
}

/** The average begins with the first value, not with the last one of the series. */
function runningAverage(candles: CandleColumns, { length }: Parameters): RightColumns {
  let value = candles.close[0];
  return { value: bars(candles, (i) => (value += (candles.close[i] - value) / Number(length))) };
}

function supportAndResistance(candles: CandleColumns, parameters: Parameters): RightColumns {
  const { open, high, low, close, volume } = candles;
  const [left, right] = [Number(parameters.leftBars), Number(parameters.rightBars)];
  const support = latest(pivots(low, left, right, -1));
  const resistance = latest(pivots(high, left, right, 1));
  const [short, long] = [5, 10].map((period) => {
    let value = volume[0];
    return bars(candles, (i) => (value += ((volume[i] - value) * 2) / (period + 1)));
  });
  const isRising = short.map((each, i) => (100 * (each - long[i])) / long[i] > Number(parameters.volThreshold));
  const below = bars(candles, (i) => close[i] < support[i] && close[i - 1] >= support[i - 1]);
  const above = bars(candles, (i) => !below[i] && close[i] > resistance[i] && close[i - 1] <= resistance[i - 1]);
  const bear = below.map((is, i) => is && open[i] - close[i] < high[i] - open[i]);
  const bull = above.map((is, i) => is && open[i] - low[i] > close[i] - open[i]);
  return {
    support,
    resistance,
    redBreak: below.map((is, i) => Number(is && !bear[i] && isRising[i])),
    greenBreak: above.map((is, i) => Number(is && !bull[i] && isRising[i])),
    bearWick: bear.map(Number),
    bullWick: bull.map(Number),
  };
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((each) => (each - mean(values)) ** 2)));
}

/** Jesse's running sums of squares lose digits; the threshold itself is simple. */
function volatmeter(candles: CandleColumns, { visStd, sedStd, threshold }: Parameters): RightColumns {
  const ratio = (i: number): number =>
    deviation(window(candles.close, i - 1, Number(visStd))) / deviation(window(candles.close, i - 1, Number(sedStd)));
  return { anti: bars(candles, (i) => (i < Number(sedStd) ? 0 : Number(threshold) - ratio(i))) };
}

/** Jesse's sums run from the first candle on and lose digits. */
function forecastOscillator({ close }: CandleColumns, { period }: Parameters): RightColumns {
  const middle = (Number(period) - 1) / 2;
  return {
    value: bars(close, (i) => {
      if (i < Number(period) - 1) return 0;
      const values = window(close, i, Number(period));
      const slope =
        sum(values.map((each, k) => (k - middle) * (each - mean(values)))) /
        sum(values.map((_, k) => (k - middle) ** 2));
      return (100 * (close[i] - mean(values) - slope * middle)) / close[i];
    }),
  };
}
