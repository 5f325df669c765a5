import { JbtError } from '../../model/errors.ts';
import { quoteAsset } from '../../model/market.ts';
import type { Backtest, Batch, Setup } from '../batch/batch.ts';
import type { Axis } from '../batch/grid.ts';
import { without } from '../batch/layers.ts';
import type { JobList } from '../events.ts';
import type { PlannedExpectation } from '../expectations/expectation.ts';
import type { MarketSummary, StrategyDescription } from '../ports.ts';
import { checkAxes, declaredBy } from './parameters.ts';
import { type JobPart, minutesOf, PlannedJobs, sizeOf } from './planned-jobs.ts';
import { planRange } from './range.ts';
import { type Shard, ShardJobs } from './shard.ts';
import { type Shortage, shortageWarnings } from './warmup.ts';

export interface Plan {
  /** In the batch's order: backtests, strategies, symbols, timeframes, periods, parameters, the last fastest. */
  readonly jobs: JobList;
  /** The jobs, by what they have in common. */
  readonly parts: readonly JobPart[];
  /** Minutes that all jobs play. */
  readonly minutes: number;
  /** The part of the batch that `jobs` are; null for all of it. */
  readonly shard: Shard | null;
  readonly warnings: readonly string[];
  readonly expectations: readonly PlannedExpectation[];
}

/** A backtest whose parameters are checked, with the axes each of its setups is crossed with. */
interface Crossing {
  readonly backtest: Backtest;
  readonly setups: readonly { readonly setup: Setup; readonly axes: readonly Axis[] }[];
}

/**
 * Crosses a batch into jobs. Throws JbtError `StrategyNotFound`, `InvalidRoutes`, `InvalidParameter`,
 * `InvalidDateRange`, `CandlesNotFound` and `CandleGap`.
 */
export function planJobs(
  batch: Batch,
  strategies: readonly StrategyDescription[],
  markets: readonly MarketSummary[],
): Plan {
  const crossings = batch.backtests.map((backtest) => crossingOf(backtest, batch.axes, strategies));
  checkAxes(batch.axes, strategies);
  const byBacktest = crossings.map((crossing) => partsOf(crossing, markets));
  const planned = byBacktest.flat();
  const parts = planned.map(({ part }) => part);
  const shortages = planned.flatMap(({ shortage }) => shortage ?? []);
  const moves = [...new Set(planned.flatMap(({ moves }) => moves))];
  return {
    jobs: new PlannedJobs(parts),
    parts,
    minutes: minutesOf(parts),
    shard: null,
    warnings: [...strategyWarnings(strategies), ...moves, ...shortageWarnings(shortages)],
    expectations: expectationsOf(batch, byBacktest),
  };
}

/** The plan of one shard. Throws JbtError `InvalidOption` where it would be empty. */
export function shardOf(plan: Plan, shard: Shard): Plan {
  const jobs = new ShardJobs(plan.parts, shard);
  return { ...plan, jobs, minutes: jobs.minutes, shard };
}

/** The conditions of the batch, for all jobs, then those of each backtest for its own. */
function expectationsOf(
  { backtests, expect = [] }: Batch,
  byBacktest: readonly (readonly PlannedPart[])[],
): readonly PlannedExpectation[] {
  const counts = byBacktest.map((parts) => parts.reduce((sum, { part }) => sum + sizeOf(part.axes), 0));
  const ends = counts.map((_, index) => counts.slice(0, index + 1).reduce((sum, count) => sum + count, 0));
  const own = backtests.flatMap(({ expect = [] }, index) =>
    expect.map((expectation) => ({ ...expectation, first: ends[index] - counts[index], end: ends[index] })),
  );
  return [...expect.map((expectation) => ({ ...expectation, first: 0, end: ends.at(-1) ?? 0 })), ...own];
}

function strategyWarnings(strategies: readonly StrategyDescription[]): readonly string[] {
  return strategies.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`));
}

function crossingOf(backtest: Backtest, shared: readonly Axis[], strategies: readonly StrategyDescription[]): Crossing {
  const described = backtest.setups.map((setup) => ({
    setup,
    strategies: strategiesIn(setup, strategies, backtest.at),
  }));
  checkAxes(backtest.axes, [...new Set(described.flatMap((each) => each.strategies))]);
  const axes = [...without(shared, backtest.axes), ...backtest.axes];
  for (const setup of backtest.setups) checkRoutes(setup, backtest.at);
  return {
    backtest,
    setups: described.map(({ setup, strategies }) => ({
      setup,
      axes: axes.filter((axis) => declaredBy(axis, strategies).length > 0),
    })),
  };
}

function strategiesIn(
  setup: Setup,
  strategies: readonly StrategyDescription[],
  at: string,
): readonly StrategyDescription[] {
  return setup.routes.map((route) => {
    const strategy = strategies.find((candidate) => candidate.name === route.strategy);
    if (!strategy) throw new JbtError('StrategyNotFound', `${at}: there is no strategy ${route.strategy}`);
    return strategy;
  });
}

/** One wallet holds one quote asset and one position a symbol. */
function checkRoutes({ routes }: Setup, at: string): void {
  const symbols = routes.map((route) => route.symbol);
  const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index);
  if (twice)
    throw new JbtError('InvalidRoutes', `${at}: ${twice} is traded by two routes; give each a backtest of its own`);
  const quotes = [...new Set(symbols.map(quoteAsset))];
  if (quotes.length > 1)
    throw new JbtError(
      'InvalidRoutes',
      `${at}: routes trade against ${quotes.join(' and ')}, allowed: one quote asset`,
    );
}

/** Jobs of one setup in one period. */
interface PlannedPart {
  readonly part: JobPart;
  readonly shortage: Shortage | null;
  readonly moves: readonly string[];
}

function partsOf(crossing: Crossing, markets: readonly MarketSummary[]): readonly PlannedPart[] {
  const { backtest } = crossing;
  const { at, setups, axes, periods, warmup, expect, ...settings } = backtest;
  return crossing.setups.flatMap(({ setup, axes }) =>
    periods.map((period) => {
      const { shortage, moves, ...range } = planRange(backtest, setup, period, markets);
      const common = { ...settings, ...setup, ...range };
      return { part: { common, axes: axes.map(({ name, values }) => ({ name, values })) }, shortage, moves };
    }),
  );
}
