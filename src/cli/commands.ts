import type { Command } from './command.ts';

/** What is known of a command before it is loaded, so that `jbt --help` loads none. */
export interface CommandEntry {
  readonly name: string;
  /** Positionals in yargs's notation. */
  readonly positionals: string;
  readonly description: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command, in the order in which they are needed. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'import',
    positionals: '<files..>',
    description: 'put candle files (CSV, plain, .gz or .zip) into the candle store',
    load: () => import('./import/import.ts'),
  },
  {
    name: 'candles',
    positionals: '[action] [market]',
    description: 'list, verify or remove what the candle store holds',
    load: () => import('./candles/candles.ts'),
  },
  {
    name: 'run',
    positionals: '[batch..]',
    description: 'play a batch file, or strategy files, on all cores',
    load: () => import('./run/run.ts'),
  },
  {
    name: 'report',
    positionals: '[run]',
    description: 'print again what a run found',
    load: () => import('./report.ts'),
  },
  {
    name: 'cache',
    positionals: '[action]',
    description: 'show, verify, flush or compact what is kept between runs',
    load: () => import('./cache/cache.ts'),
  },
  {
    name: 'schema',
    positionals: '',
    description: 'print the JSON Schema of a batch file, for editors',
    load: () => import('./schema.ts'),
  },
];
