import type { Command } from './command.ts';

/** Entry of a command, which `jbt --help` prints without loading the command. */
export interface CommandEntry {
  readonly name: string;
  /** Positionals in yargs's notation. */
  readonly positionals: string;
  readonly description: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command, in the order of first use. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'init',
    positionals: '[dir]',
    description: 'make a new project, with a strategy, its test, a batch file and candles',
    load: () => import('./init/init.ts'),
  },
  {
    name: 'import',
    positionals: '<files..>',
    description: 'import candle files (CSV, JSON, Parquet, Feather; plain, .gz or .zip) into the candle store',
    load: () => import('./import/import.ts'),
  },
  {
    name: 'download',
    positionals: '',
    description: 'download candles of Binance, or of any exchange of ccxt, into the candle store',
    load: () => import('./download/download.ts'),
  },
  {
    name: 'candles',
    positionals: '[action] [market]',
    description: 'list, verify or remove stored candles',
    load: () => import('./candles/candles.ts'),
  },
  {
    name: 'exchanges',
    positionals: '',
    description: 'list the exchanges whose fees are known',
    load: () => import('./candles/exchanges.ts'),
  },
  {
    name: 'run',
    positionals: '[batch..]',
    description: 'play a batch file, or strategy files, on all cores',
    load: async () => {
      const { runCommand } = await import('./run/run.ts');
      return { command: runCommand(() => import('./results/baseline/check-run.ts')) };
    },
  },
  {
    name: 'worker',
    positionals: '',
    description: 'play backtests for runs of other machines, which meet at a Redis',
    load: () => import('./run/executor/worker.ts'),
  },
  {
    name: 'report',
    positionals: '[run]',
    description: 'print the report of a run again',
    load: () => import('./results/report.ts'),
  },
  {
    name: 'show',
    positionals: '[run] [job]',
    description: 'show one backtest in full: metrics, months, drawdowns, exits, trades',
    load: () => import('./results/show/show.ts'),
  },
  {
    name: 'export',
    positionals: '[run]',
    description: 'write jobs, trades, orders and equity as Parquet or CSV, for pandas, polars, DuckDB',
    load: () => import('./results/export/export.ts'),
  },
  {
    name: 'compare',
    positionals: '<before> <after>',
    description: 'compare two runs: first their inputs, then their results',
    load: () => import('./results/compare/compare.ts'),
  },
  {
    name: 'baseline',
    positionals: '<action> [file]',
    description: 'save the results of a run as a baseline, or check a run against one',
    load: () => import('./results/baseline/baseline.ts'),
  },
  {
    name: 'merge',
    positionals: '<shards..>',
    description: 'join the shards of a batch, which were played apart, to one run',
    load: () => import('./results/merge/merge.ts'),
  },
  {
    name: 'check',
    positionals: '<kind> [batch..]',
    description: 'check a batch for orders that depend on later candles, or on a short warm-up',
    load: () => import('./results/check/check.ts'),
  },
  {
    name: 'verify',
    positionals: '[run]',
    description: 'play backtests of a run again, and compare their hashes',
    load: () => import('./results/verify/verify.ts'),
  },
  {
    name: 'runs',
    positionals: '[action] [ids..]',
    description: 'list the runs, or remove some',
    load: () => import('./results/runs/runs.ts'),
  },
  {
    name: 'dashboard',
    positionals: '[run]',
    description: 'serve a page that shows every run, its results and its charts',
    load: () => import('./dashboard/dashboard.ts'),
  },
  {
    name: 'cache',
    positionals: '[action]',
    description: 'show, verify, flush or compact the cache',
    load: () => import('./cache/cache.ts'),
  },
  {
    name: 'doctor',
    positionals: '',
    description: 'look at what jbt needs, and say what to do about the rest',
    load: () => import('./doctor/doctor.ts'),
  },
  {
    name: 'completion',
    positionals: '<shell>',
    description: 'print the script that completes jbt in bash, zsh or fish',
    load: () => import('./completion/completion.ts'),
  },
  {
    name: 'schema',
    positionals: '',
    description: 'print the JSON Schema of a batch file, for editors',
    load: () => import('./run/schema.ts'),
  },
];
