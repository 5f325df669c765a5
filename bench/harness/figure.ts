import { isNoisy, type Sample } from './sample.ts';

/** A cost that a bench measured: less is better. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly cost: Sample;
  /** The same work at its limit; null where no limit is known. */
  readonly limit: Limit | null;
  /** Sizes and speeds, in words. */
  readonly note: string;
}

export interface Limit extends Sample {
  readonly name: string;
}

/** Measures something, or throws when its two sides did not do the same. */
export type Bench = (options: BenchOptions) => readonly Figure[] | Promise<readonly Figure[]>;

interface BenchOptions {
  /** Backtests of `sweep`, `overhead` and `million`; null for the usual number. */
  readonly jobs: number | null;
}

/** Cost over limit; null without a limit. */
export function ratioOf({ cost, limit }: Figure): number | null {
  return limit === null ? null : cost.median / limit.median;
}

export function isNoisyFigure({ cost, limit }: Figure): boolean {
  return limit === null ? isNoisy(cost) : isNoisy(cost, limit);
}

export function limitOf(name: string, sample: Sample): Limit {
  return { name, ...sample };
}
