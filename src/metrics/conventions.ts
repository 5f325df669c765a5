import { DAY, MINUTE } from '../model/time.ts';

/** The differences between Jesse's metrics and the correct ones. Each formula exists once and reads these values. */
export interface MetricConventions {
  /** A fall from the starting balance is a drawdown. Jesse's first peak is the second sample (F34). */
  readonly startIsPeak: boolean;
  /** The deepest drawdown looks at every bar; Jesse's looks at one sample a day. */
  readonly drawdownWithinDays: boolean;
  /** Milliseconds that a run must last to be annualised: a shorter one multiplies chance. */
  readonly annualisesFrom: number;
  /** The sortino ratio divides by the number of samples, one more than there are returns (F45). */
  readonly sortinoCountsStart: boolean;
  /** Milliseconds added to the end of the run when trades per day are counted (F45). */
  readonly lateEnd: number;
  /** Annualising counts every sample after the first as a day, whatever time really passed (F04). */
  readonly sampleIsDay: boolean;
  /** The serenity index divides by nothing because its drawdowns got lost (F35). */
  readonly serenityLosesDrawdowns: boolean;
  /** The expectancy divides by all trades, break-even ones included. */
  readonly expectancyCountsBreakEven: boolean;
  /** Equity at or below zero has returns too. Otherwise its returns are 0. */
  readonly returnsWithoutEquity: boolean;
  /** A standard deviation of at most this is rounding and counts as 0. */
  readonly returnNoise: number;
  /** Value of the sortino ratio when equity never moved. */
  readonly sortinoWhenFlat: number;
  /** Value of the calmar ratio when there was no drawdown. */
  readonly calmarWithoutDrawdown: number;
  /** Divisions by zero give infinities. Otherwise the metric is undefined. JSON has null for both. */
  readonly infinities: boolean;
}

const CORRECT: MetricConventions = {
  startIsPeak: true,
  drawdownWithinDays: true,
  annualisesFrom: 30 * DAY,
  sortinoCountsStart: false,
  lateEnd: 0,
  sampleIsDay: false,
  serenityLosesDrawdowns: false,
  expectancyCountsBreakEven: true,
  returnsWithoutEquity: false,
  returnNoise: 1e-14,
  sortinoWhenFlat: Number.NaN,
  calmarWithoutDrawdown: Number.NaN,
  infinities: false,
};

const JESSE: MetricConventions = {
  startIsPeak: false,
  drawdownWithinDays: false,
  annualisesFrom: 0,
  sortinoCountsStart: true,
  lateEnd: MINUTE,
  sampleIsDay: true,
  serenityLosesDrawdowns: true,
  expectancyCountsBreakEven: false,
  returnsWithoutEquity: true,
  returnNoise: 0,
  sortinoWhenFlat: Number.NEGATIVE_INFINITY,
  calmarWithoutDrawdown: 0,
  infinities: true,
};

/** Jesse's conventions, or the correct ones. */
export function metricConventions(jesse: boolean): MetricConventions {
  return jesse ? JESSE : CORRECT;
}
