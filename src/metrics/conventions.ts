import { DAY, MINUTE } from '../model/time.ts';

/** Switches between Jesse's metrics and the correct ones. The formulas exist once and read these values. */
export interface MetricConventions {
  /** A fall from the starting balance is a drawdown. Jesse's first peak is the second sample (F34). */
  readonly startIsPeak: boolean;
  /** The deepest drawdown is that of every bar; Jesse's is that of the samples, one a day. */
  readonly drawdownWithinDays: boolean;
  /** Milliseconds that a run must last for what would be of a year: less is chance multiplied. */
  readonly annualisesFrom: number;
  /** The sortino ratio divides by the number of samples, one more than there are returns (F45). */
  readonly sortinoCountsStart: boolean;
  /** Milliseconds that the end of the run lies too late when trades per day are counted (F45). */
  readonly lateEnd: number;
  /** Every sample after the first stands for a day when the return is annualised, whatever time really passed (F04). */
  readonly sampleIsDay: boolean;
  /** The serenity index divides by nothing because its drawdowns got lost (F35). */
  readonly serenityLosesDrawdowns: boolean;
  /** Break-even trades are trades when what a trade brings is averaged. */
  readonly expectancyCountsBreakEven: boolean;
  /** Equity that moves while at or below zero has returns too; else nothing is earned on nothing. */
  readonly returnsWithoutEquity: boolean;
  /** Returns that deviate by no more than this differ by rounding alone: they do not deviate. */
  readonly returnNoise: number;
  /** Value of the sortino ratio when equity never moved. */
  readonly sortinoWhenFlat: number;
  /** Value of the calmar ratio when there was no drawdown. */
  readonly calmarWithoutDrawdown: number;
  /** Divisions by zero may show as infinities; else such a metric is undefined. JSON has null for both. */
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
