import type { ClosedTrade } from '../model/trade.ts';
import type { JobReport } from '../run/report.ts';
import type { LogLine, ServerMessage } from './wire.ts';

/** Bars as columns of plain numbers; times in seconds since 1970. */
export interface ChartBars {
  readonly time: readonly number[];
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
}

/** A line that the strategy plotted. */
export interface PlottedLine {
  readonly name: string;
  readonly time: readonly number[];
  readonly value: readonly number[];
}

/** One traded market of a session. */
export interface ChartMarket {
  readonly symbol: string;
  readonly timeframe: string;
  readonly bars: ChartBars;
}

/** Everything that a page shows of one backtest. */
export interface SessionView {
  readonly row: JobReport;
  readonly exchange: string;
  readonly markets: readonly ChartMarket[];
  readonly trades: readonly ClosedTrade[];
  /** Milliseconds of the samples of equity, and equity in the quote asset. */
  readonly equity: { readonly time: readonly number[]; readonly value: readonly number[] };
  readonly lines: readonly PlottedLine[];
  readonly logs: readonly LogLine[];
  /** Words about what is missing or was left out; mostly none. */
  readonly notes: readonly string[];
}

/** A run in the list of runs. */
export interface RunSummary {
  readonly id: string;
  readonly command: string;
  readonly started: string;
  readonly state: 'finished' | 'interrupted' | 'running';
  readonly jobs: number;
  readonly done: number;
  readonly failed: number;
}

/** A run within a page in one file. */
export interface EmbeddedRun {
  readonly message: ServerMessage;
  /** Samples of equity by job, as many as the file has room for. */
  readonly equity: Readonly<Record<string, readonly number[]>>;
}
