import type { Metrics } from '../model/metrics.ts';
import type { Failure } from '../model/outcome.ts';
import type { ParameterValues } from '../model/parameter.ts';
import type { DataRoute, Route } from '../model/route.ts';

/** One backtest in a report. */
export interface JobReport {
  readonly id: string;
  /** Names of its strategies, joined by `+` when there are several. */
  readonly strategy: string;
  readonly routes: readonly Route[];
  readonly dataRoutes: readonly DataRoute[];
  readonly parameters: ParameterValues;
  /** ISO dates, UTC. */
  readonly from: string;
  readonly to: string;
  readonly status: 'done' | 'failed' | 'cancelled';
  readonly cached: boolean;
  readonly hash: string | null;
  readonly metrics: Metrics | null;
  readonly trades: number;
  readonly seconds: number;
  readonly attempts: number;
  readonly error: Failure | null;
}

/** `report.json`, and what `--json` prints. */
export interface Report {
  readonly format: 1;
  readonly run: {
    readonly id: string;
    readonly started: string;
    /** Null when the run was interrupted. */
    readonly finished: string | null;
    readonly command: string;
  };
  readonly totals: {
    readonly jobs: number;
    readonly done: number;
    readonly failed: number;
    readonly cancelled: number;
    readonly cached: number;
  };
  /** In the batch's order. */
  readonly jobs: readonly JobReport[];
  readonly cache: Readonly<Record<string, number>>;
  readonly redis: { readonly published: number; readonly dropped: number } | null;
  readonly environment: {
    readonly jbt: string;
    readonly node: string;
    readonly platform: string;
    readonly cores: number;
    readonly threads: number;
  };
}
