import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candlesCsv, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const BATCH = `
exchange: Binance Perpetual Futures
backtests:
  - strategies: strategies/trend.ts
    symbols: FIL-USDT
    timeframes: [15m]
`;

const project = new Project({
  'fil.csv': candlesCsv(2 * 1440),
  'jbt.yaml': BATCH,
  'misspelt.yaml': BATCH.replace('timeframes', 'timeframe'),
  'unknown-key.yaml': `${BATCH}colour: red\n`,
  'unknown-symbol.yaml': BATCH.replace('FIL-USDT', 'FIX-USDT'),
  'outside.yaml': BATCH.replace('backtests:', 'from: 2024-01-01\nto: 2024-02-01\nbacktests:'),
  'unknown-strategy.yaml': BATCH.replace('trend.ts', 'tend.ts'),
  'unknown-parameter.yaml': `${BATCH}    parameters: { evry: 3 }\n`,
  'type-error.yaml': BATCH.replace('trend.ts', 'type-error.ts'),
  'no-export.yaml': BATCH.replace('trend.ts', 'no-export.ts'),
  'empty.yaml': '',
  'strategies/trend.ts': TREND,
  'strategies/type-error.ts': TREND.replace('this.price', '"a price"'),
  'strategies/no-export.ts': TREND.replace('export default', 'export'),
});

const empty = new Project({});
const bare = new Project({ 'jbt.yaml': BATCH, 'strategies/trend.ts': TREND });

beforeAll(async () => {
  await project.importCandles();
});

afterAll(() => {
  project.remove();
  empty.remove();
  bare.remove();
});

describe('a wrong invocation is refused with one line and exit code 2, and no run is begun', () => {
  it.each<[string[], RegExp]>([
    [['run', '--parallel', '0'], /^error InvalidOption: --parallel must be a whole number from 1, got "0"$/],
    [['run', '--parallel', 'x'], /^error InvalidOption: --parallel must be a whole number from 1, got "x"$/],
    [['run', '--paralel', '2'], /^error InvalidOption: there is no option --paralel \(did you mean "--parallel"\?\)/],
    [['rum'], /^error InvalidOption: there is no command rum \(did you mean "run"\?\)/],
    [['run', 'missing.yaml'], /^error FileNotFound: missing\.yaml does not exist/],
    [['run', 'missing.ts'], /^error FileNotFound: there is no file or strategy missing\.ts$/],
    [['run', 'misspelt.yaml'], /^error InvalidBatch: misspelt\.yaml.*timeframe.*timeframes/],
    [['run', 'unknown-key.yaml'], /^error InvalidBatch: unknown-key\.yaml.*colour/],
    [['run', 'empty.yaml'], /^error InvalidBatch: empty\.yaml/],
    [['run', 'unknown-symbol.yaml'], /^error CandlesNotFound: .*FIX-USDT.*FIL-USDT.*\(looked in \.jbt\/cache\)$/],
    [['run', 'outside.yaml'], /^error CandlesNotFound: .*2024-01-01.*\(looked in \.jbt\/cache\)$/],
    [['run', 'unknown-strategy.yaml'], /^error StrategyNotFound: .*tend\.ts.*trend\.ts/],
    [['run', 'unknown-parameter.yaml'], /^error InvalidParameter: .*evry.*every/],
    [['run', 'no-export.yaml'], /^error StrategyNot(?:Found|Loaded): .*no-export\.ts.*export/],
    [['run', '--sort', 'luck'], /^error InvalidOption: --sort must be a metric.*"luck"/],
    [['dashboard', '2023'], /^error FileNotFound: there is no run 2023; jbt runs lists them$/],
    [['run', '--redis', 'nowhere'], /^error InvalidOption: --redis/],
  ])('jbt %j', async (argv, message) => {
    const { code, stdout, stderr } = await project.jbt(...argv);
    expect(stderr.trimEnd()).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect({ code, stdout, runs: project.runs() }).toEqual({ code: 2, stdout: '', runs: [] });
  });

  it('shows a type error with its line of source under the one line', async () => {
    const { code, stderr } = await project.jbt('run', 'type-error.yaml');
    expect(stderr).toMatch(/^error StrategyNotLoaded: .*type-error\.ts:6:30: .*\n +6 \|.*\n +\| +~+\s*$/);
    expect({ code, runs: project.runs() }).toEqual({ code: 2, runs: [] });
  });

  it.each([[['run']], [['run', '--parallel', '0']], [['run', 'strategies/trend.ts']]])(
    'jbt %j in an empty folder writes nothing at all',
    async (argv) => {
      const { code, stdout } = await empty.jbt(...argv);
      expect({ code, stdout, home: existsSync(join(empty.folder, '.jbt')) }).toEqual({
        code: 2,
        stdout: '',
        home: false,
      });
    },
  );
});

describe('without candles', () => {
  it.each([[['run']], [['run', 'strategies/trend.ts', '--market', MARKET, '--timeframe', '1h']]])(
    'jbt %j says where it looked, and writes nothing at all',
    async (argv) => {
      const { code, stdout, stderr } = await bare.jbt(...argv);
      expect({ code, stdout, home: existsSync(join(bare.folder, '.jbt')) }).toEqual({
        code: 2,
        stdout: '',
        home: false,
      });
      expect(stderr).toMatch(/^error CandlesNotFound: .*FIL-USDT.*stored: nothing; .* \(looked in \.jbt\/cache\)\n$/);
    },
  );

  it.each([[['candles']], [['candles', 'verify']], [['cache']], [['report']]])(
    'jbt %j writes nothing at all',
    async (argv) => {
      await bare.jbt(...argv);
      expect(existsSync(join(bare.folder, '.jbt'))).toBe(false);
    },
  );
});

describe('jbt', () => {
  it.each([[['--help']], [['-h']]])('%j prints every command on standard output', async (argv) => {
    const { code, stdout, stderr } = await empty.jbt(...argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of ['Usage: jbt', 'import', 'candles', 'run', '--version', 'Examples:'])
      expect(stdout).toContain(word);
  });

  it('alone prints the same on standard error and exits with 2', async () => {
    const { stdout: help } = await empty.jbt('--help');
    expect(await empty.jbt()).toEqual({ code: 2, stdout: '', stderr: help });
  });

  it('--version prints the version', async () => {
    expect(await empty.jbt('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  it('run --help prints its options', async () => {
    const { code, stdout } = await empty.jbt('run', '--help');
    expect(code).toBe(0);
    for (const word of ['--parallel', '--timeout', '--redis', '--json', '--market', 'Examples:']) {
      expect(stdout).toContain(word);
    }
  });

  it('exits with 4 when the run folder cannot be written', async () => {
    project.write('.jbt/runs', 'a file where the folder should be');
    const { code, stdout, stderr } = await project.jbt('run');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^error RunFolderUnavailable: .*runs cannot be written .*JBT_HOME/,
    );
  });
});
