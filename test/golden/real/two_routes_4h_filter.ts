import { floorWithPrecision, indicator, Strategy, ta } from 'jbt-runner';

/** The average of the recorded run: its stand-in kernel began with a mean, where Jesse's begins with the first value. */
const averageFromMean = indicator({
  name: 'averageFromMean',
  parameters: { period: 20 },
  outputs: ['value'],
  formula: 'e += 2/(period + 1)·(close − e), first = mean of the first period closes',
  source: 'the formulas of two_routes_4h_filter.json',
  warmup: ({ period }) => period - 1,
  compute: ({ close, length }, { period }) => {
    const value = new Float64Array(length).fill(Number.NaN);
    let average = close.subarray(0, period).reduce((sum, each) => sum + each, 0) / period;
    for (let i = period - 1; i < length; i++) {
      if (i >= period) average += (2 / (period + 1)) * (close[i] - average);
      value[i] = average;
    }
    return { value };
  },
});

/** Settings of each symbol. */
const TERMS: Readonly<Record<string, Terms>> = {
  'FIL-USDT': { weak: 42, strong: 58, stop: 1.5, risk: 0.012, margin: 0.33, decimals: 2 },
  'NEAR-USDT': { weak: 40, strong: 60, stop: 2, risk: 0.01, margin: 0.31, decimals: 1 },
};

interface Terms {
  readonly weak: number;
  readonly strong: number;
  /** Distance in average true ranges. */
  readonly stop: number;
  readonly risk: number;
  readonly margin: number;
  readonly decimals: number;
}

/** Joins the trend of the 4h bars when a pullback of its own timeframe ends; leaves when the trend turns. */
export default class TrendPull extends Strategy {
  terms = TERMS[this.symbol];
  strength = this.indicator(ta.rsi, { period: 14 }, { sequential: true });
  range = this.indicator(ta.atr, { period: 14 }, { sequential: true });
  trendLine = this.indicator(averageFromMean, { period: 20 }, { timeframe: '4h', sequential: true });
  /** 1 up, -1 down. */
  trend = 0;

  override before() {
    this.trend = Math.sign(this.price - this.trendLine.now);
  }

  override shouldLong() {
    const { weak } = this.terms;
    return this.trend === 1 && this.strength.ago(1) < weak && this.strength.now >= weak;
  }

  override shouldShort() {
    const { strong } = this.terms;
    return this.trend === -1 && this.strength.ago(1) > strong && this.strength.now <= strong;
  }

  override goLong() {
    const qty = this.qty;
    this.buy = [qty, this.price];
    this.planExits(qty, 1);
  }

  override goShort() {
    const qty = this.qty;
    this.sell = [qty, this.price];
    this.planExits(qty, -1);
  }

  override updatePosition() {
    if (this.trend === (this.isLong ? -1 : 1)) this.liquidate();
  }

  get stopDistance() {
    return this.range.now * this.terms.stop;
  }

  get qty() {
    const { risk, margin, decimals } = this.terms;
    const byRisk = (this.balance * risk) / this.stopDistance;
    const byMargin = (this.availableMargin * this.leverage * margin) / this.price;
    return floorWithPrecision(Math.min(byRisk, byMargin), decimals);
  }

  planExits(qty: number, direction: 1 | -1) {
    this.stopLoss = [qty, this.price - direction * this.stopDistance];
    this.takeProfit = [qty, this.price + direction * this.range.now * 2.5];
  }
}
