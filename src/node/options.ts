import { type RunSettings, readRunSettings } from '../cli/run/settings.ts';
import { JbtError } from '../model/errors.ts';

/** Options of a run. */
export interface BatchOptions {
  /** Folder of the project: strategies and `.jbt` are looked for in it; default: the working directory. */
  readonly cwd?: string;
  /** Worker threads; default: the cores that the process may use. */
  readonly parallel?: number;
  /** `lmdb` on disk (default), `memory` for this run, or `none`. */
  readonly cache?: 'lmdb' | 'memory' | 'none';
  /** True to play every backtest, cached or not. */
  readonly fresh?: boolean;
  /** Time limit of a backtest in milliseconds; default: none. */
  readonly timeout?: number;
  /** Milliseconds after which a thread that plays no day is ended; null for never; default: 60,000. */
  readonly stall?: number | null;
  /** One part of the batch. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** True to tell the fate of every order. */
  readonly debug?: boolean;
  /** Ends the run when it aborts; the report then has `finished: null`, and the same call goes on. */
  readonly signal?: AbortSignal;
}

/** Reads options as `jbt run` does. Throws JbtError `InvalidOption`. */
export function settingsOf({ parallel, cache, fresh, timeout, stall, shard, debug }: BatchOptions): RunSettings {
  const given = {
    parallel: parallel === undefined ? undefined : String(parallel),
    cache,
    fresh,
    debug,
    timeout: timeout === undefined ? undefined : `${timeout}ms`,
    stall: stall === undefined ? undefined : stall === null ? 'none' : `${stall}ms`,
    shard: shard === undefined ? undefined : `${shard.index}/${shard.of}`,
  };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    const settings = readRunSettings(options, {});
    // The program decides about signals.
    return { ...settings, executor: { ...settings.executor, hearsSignals: false } };
  } catch (error) {
    if (error instanceof JbtError) throw new JbtError(error.code, error.message.replace(/^--/, 'option '));
    throw error;
  }
}
