import { existsSync, readFileSync } from 'node:fs';
import { builtFile } from '../adapters/system/package.ts';
import { COMMANDS } from './commands.ts';

const EXAMPLES: readonly (readonly [string, string])[] = [
  [
    'jbt download --market "Binance Spot:BTC-USDT" --from binance-dumps --since 2024-01-01',
    'fetch the candles of a market',
  ],
  ['jbt import FIL-*.csv.gz --market "Binance Perpetual Futures:FIL-USDT"', 'or import them from files'],
  ['jbt run jbt.yaml', 'play a batch on all cores'],
  ['jbt run jbt.yaml --parallel 2 --json > report.json', 'play it on two, for a machine to read'],
];

/** Width of the pages that the build lays out, as yargs chooses it. */
const PAGE_WIDTH = 80;

/** Path of the help that the build lays out for a command. */
export function helpFile(command: string): string {
  return builtFile(`help/${command}.txt`);
}

/** True where a command line asks for help, whatever else it says. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.some((word) => word === '--help' || word === '-h');
}

/**
 * Returns the help of a command as the build laid it out: yargs and the command take four times as long to load as Node
 * to start. Null without such a page, and for a terminal that is too narrow for it.
 */
export function builtHelp(command: string, columns = PAGE_WIDTH): string | null {
  const path = helpFile(command);
  return columns < PAGE_WIDTH || !existsSync(path) ? null : readFileSync(path, 'utf8');
}

/**
 * Text of `jbt --help`. It avoids yargs, which takes longer to load than Node to start (measured: 105 ms after 75 ms on
 * two cores of 2.5 GHz). Price: a second layout, to be kept like that of yargs.
 */
export function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;
  const commands = COMMANDS.map(({ name, description }) => `  ${name.padEnd(width)}${description}`);
  const examples = EXAMPLES.flatMap(([line, description]) => [`  # ${description}`, `  ${line}`]);
  return [
    'jbt runs batches of trading-strategy backtests on all cores.',
    '',
    'Usage: jbt <command> [options]',
    '',
    'Commands:',
    ...commands,
    '',
    'Options:',
    '  -h, --help      this page, or after a command all about it, as jbt help COMMAND',
    '  -v, --version   the version of jbt',
    '',
    'Examples:',
    ...examples,
    '',
  ].join('\n');
}
