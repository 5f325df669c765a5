import { COMMANDS } from './commands.ts';

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['jbt import FIL-*.csv.gz --market "Binance Perpetual Futures:FIL-USDT"', 'store the candles of a market'],
  ['jbt run jbt.yaml', 'play a batch on all cores'],
  ['jbt run jbt.yaml --parallel 2 --json > report.json', 'play it on two, for a machine to read'],
];

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
    '  --help      this page, or after a command all about it',
    '  --version   the version of jbt',
    '',
    'Examples:',
    ...examples,
    '',
  ].join('\n');
}
