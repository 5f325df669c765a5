import type { ClosedTrade } from '../model/trade.ts';
import type { RunInputs } from '../run/comparison/inputs.ts';
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
  /** Name of the machine that mirrors it; null for a run of this project. */
  readonly host: string | null;
}

/** Markets and trades of one backtest within a file; its bars are shared with others. */
export interface EmbeddedSession {
  readonly markets: readonly (Omit<ChartMarket, 'bars'> & { readonly bars: string })[];
  readonly trades: readonly ClosedTrade[];
}

/** A run within a page in one file. */
export interface EmbeddedRun {
  readonly message: ServerMessage & { readonly kind: 'view' };
  /** Null where they are not known. */
  readonly inputs: RunInputs | null;
  /** Samples of equity by job, as many as the file has room for. */
  readonly equity: Readonly<Record<string, readonly number[]>>;
  /** Candles by the names that sessions give them. */
  readonly bars: Readonly<Record<string, ChartBars>>;
  /** The best backtests by job, as many as the file has room for. */
  readonly sessions: Readonly<Record<string, EmbeddedSession>>;
}

/** Data of a page in one file. */
export interface EmbeddedPage {
  /** Hash of the URL at which it opens. */
  readonly place: string;
  /** The first is the one that it shows without a place. */
  readonly runs: readonly EmbeddedRun[];
}
