import type { Parameters } from '../model/parameter.ts';

/** What a strategy file exports by default. */
export interface StrategyClass {
  readonly name: string;
  readonly parameters: Parameters;
}
