/** Ranges onto which Jesse's optimizer maps the ratio it is asked to raise. */
const RANGES = {
  sharpe: [-0.5, 5],
  calmar: [-0.5, 30],
  sortino: [-0.5, 15],
  omega: [-0.5, 5],
  serenity: [-0.5, 15],
} as const;

export type Objective = keyof typeof RANGES;

/** Jesse's score of a useless candidate. */
const WORTHLESS = 0.0001;

/**
 * Jesse's score of a parameter set: min(log10(trades) / log10(optimalTrades), 1) times the ratio's place in its range.
 * 0.0001 for at most 5 trades, a negative ratio, or one that is undefined.
 */
export function fitness(objective: Objective, ratio: number, trades: number, optimalTrades: number): number {
  if (!(trades > 5) || !(ratio >= 0)) return WORTHLESS;
  const [worst, best] = RANGES[objective];
  const effect = Math.min(Math.log10(trades) / Math.log10(optimalTrades), 1);
  return effect * ((ratio - worst) / (best - worst));
}
