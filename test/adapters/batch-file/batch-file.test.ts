import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BATCH_FILES, findBatchFile, isBatchFile, readBatchFile } from '../../../src/adapters/batch-file/batch-file.ts';
import { JbtError } from '../../../src/model/errors.ts';
import { planJobs } from '../../../src/run/plan/plan.ts';
import { MARKETS, STRATEGIES } from '../../run/support/batch-fixtures.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jbt-batch-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a batch of this text; the message with which it is refused, or the batch. */
async function read(file: string, text: string) {
  writeFileSync(join(folder, file), text);
  return readBatchFile(file, folder);
}

async function problem(file: string, text: string): Promise<string> {
  const outcome = await read(file, text).catch((error: unknown) => error);
  expect(outcome).toMatchObject({ code: 'InvalidBatch' });
  return outcome instanceof Error ? outcome.message : 'none';
}

const YAML = `
exchange: Binance Perpetual Futures
from: 2023-08-01
backtests:
  - strategies: trend
    symbols: [FIL-USDT, NEAR-USDT]
    timeframes: 1h
    parameters:
      fast: { from: 8, to: 12, step: 2 }
`;

const CONTENT = {
  exchange: 'Binance Perpetual Futures',
  from: '2023-08-01',
  backtests: [
    {
      strategies: 'trend',
      symbols: ['FIL-USDT', 'NEAR-USDT'],
      timeframes: '1h',
      parameters: { fast: { from: 8, to: 12, step: 2 } },
    },
  ],
};
const JSON_TEXT = JSON.stringify(CONTENT, null, '\t');
const TYPESCRIPT = `
import { defineBatch } from 'jbt-runner';
import { cpus } from 'node:os';
import { SYMBOLS } from './symbols.ts';
const count: number = cpus().length;
export default defineBatch({ ...${JSON_TEXT}, seed: count > 0 ? 0 : 1, backtests: [{ ...${JSON_TEXT}.backtests[0], symbols: SYMBOLS }] });
`;

describe('a batch file', () => {
  test('says the same as YAML, as JSON and as TypeScript', async () => {
    writeFileSync(join(folder, 'symbols.ts'), `export const SYMBOLS = ['FIL-USDT', 'NEAR-USDT'] as const;`);
    const places = ({ backtests }: Awaited<ReturnType<typeof read>>) =>
      backtests.map(({ at, axes }) => [at, ...axes.map((axis) => axis.at)]);
    const plain = ({ backtests }: Awaited<ReturnType<typeof read>>) =>
      backtests.map((backtest) => ({ ...backtest, at: '', axes: backtest.axes.map((axis) => ({ ...axis, at: '' })) }));
    const yaml = await read('jbt.yaml', YAML);
    const json = await read('jbt.json', JSON_TEXT);
    const typescript = await read('jbt.config.ts', TYPESCRIPT);
    expect(plain(json)).toEqual(plain(yaml));
    expect(plain(typescript)).toEqual(plain(yaml));
    expect(places(yaml)).toEqual([['jbt.yaml:5:5: backtests[0]', 'jbt.yaml:9:7: backtests[0].parameters.fast']]);
    expect(places(typescript)).toEqual([
      ['jbt.config.ts: backtests[0]', 'jbt.config.ts: backtests[0].parameters.fast'],
    ]);
  });

  test('may have the line ends of Windows, and a byte order mark', async () => {
    const windows = `\ufeff${YAML.trimStart()}`.replaceAll('\n', '\r\n');
    expect(await read('windows.yaml', windows)).toEqual(await read('windows.yaml', YAML.trimStart()));
    expect(await problem('wrong.yaml', windows.replace('fast', 'fast: 1,'))).toMatch(/^wrong\.yaml:8:\d+: /);
  });

  test('may share settings by YAML anchors', async () => {
    const { backtests } = await read(
      'anchors.yaml',
      `${YAML}  - &four\n    strategies: trend\n    symbols: FIL-USDT\n    timeframes: 4h\n  - { <<: *four, seed: 7 }\n`,
    );
    expect(backtests[2]).toMatchObject({ setups: backtests[1].setups, seed: 7 });
  });

  test('gives way to flags', async () => {
    const origin = { code: 'InvalidOption', locate: () => '--fee' } as const;
    writeFileSync(join(folder, 'jbt.yaml'), YAML);
    const { backtests } = await readBatchFile('jbt.yaml', folder, { content: { exchange: { fee: 0 } }, origin });
    expect(backtests[0].exchange.fee).toBe(0);
  });
});

test('the example crosses into 45 backtests, all of them warm', async () => {
  const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
  const batch = await readBatchFile('jbt.yaml', examples);
  const { jobs, warnings } = planJobs(batch, STRATEGIES, MARKETS);
  expect(warnings).toEqual([]);
  expect(jobs).toHaveLength(45);
  expect(jobs.at(44)).toMatchObject({
    id: '0045-trend-FIL-USDT-1h-reversion-NEAR-USDT-30m-fast8-deviations2.5',
    dataRoutes: [
      { symbol: 'FIL-USDT', timeframe: '4h' },
      { symbol: 'NEAR-USDT', timeframe: '4h' },
    ],
  });
});

describe('what is wrong with a batch file is said with its line', () => {
  test.each([
    [
      'bad.yaml',
      `${YAML}  - symbls: FIL-USDT`,
      'bad.yaml:10:5: backtests[1].symbls: no such key (did you mean "symbols"?)',
    ],
    ['bad.yaml', YAML.replace('1h', '1d'), 'bad.yaml:7:5: backtests[0].timeframes: found "1d", allowed: 1m, '],
    [
      'bad.yaml',
      YAML.replace('NEAR-USDT', 'NEAR'),
      'bad.yaml:6:25: backtests[0].symbols[1]: found "NEAR", allowed: BASE-QUOTE',
    ],
    ['bad.yaml', YAML.replace('timeframes: 1h', ''), 'bad.yaml:5:5: backtests[0].timeframes: missing'],
    ['bad.yaml', YAML.replace('2023-08-01', '2023-02-30'), 'bad.yaml:3:1: from: found "2023-02-30", allowed: a date'],
    ['bad.yaml', 'backtests: [\nfrom: 1', 'bad.yaml:2:1: '],
    ['bad.yaml', `${YAML}seed: 1\nseed: 2`, 'bad.yaml:11:1: Map keys must be unique'],
    ['bad.yaml', 'from: *missing', 'bad.yaml: Unresolved alias'],
    ['bad.yaml', '', 'bad.yaml: found null, allowed: {exchange, '],
    ['bad.yaml', `${YAML}seed: .nan`, 'bad.yaml:10:1: seed: found NaN, allowed: a whole number from 0'],
    ['bad.yaml', YAML.replace('to: 12', 'to: -.inf'), 'parameters.fast.to: found -Infinity, allowed: a number'],
    ['bad.json', JSON_TEXT.replace('"1h"', '7'), 'bad.json:11:4: backtests[0].timeframes: found 7, allowed: '],
    ['bad.json', '{ "from": ', 'bad.json:1:'],
    ['bad.config.ts', 'export default {\n  from: \n}', 'bad.config.ts:3:1: Unexpected "}"'],
    ['bad.config.ts', `import './nowhere.ts';`, 'Could not resolve "./nowhere.ts"'],
    [
      'bad.config.ts',
      'export const batch = {};',
      'bad.config.ts: has no default export; write: export default defineBatch(',
    ],
    ['bad.config.ts', `throw new Error('no network')`, 'bad.config.ts: threw while it was loaded: no network'],
    [
      'bad.config.ts',
      'export default { backtest: [] }',
      'bad.config.ts: backtest: no such key (did you mean "backtests"?)',
    ],
  ])('%s %j', async (file, text, message) => {
    const found = await problem(file, text);
    expect(found).toContain(message);
    expect(found).not.toContain('\n');
  });
});

describe('a file that cannot be read is named', () => {
  test.each([
    ['jbt.yml', 'jbt.yml does not exist (did you mean "jbt.yaml"?)'],
    ['nowhere/jbt.yaml', 'nowhere/jbt.yaml does not exist'],
    ['folder.json', 'folder.json cannot be read: EISDIR'],
  ])('%s', async (file, message) => {
    writeFileSync(join(folder, 'jbt.yaml'), YAML);
    mkdirSync(join(folder, 'folder.json'), { recursive: true });
    await expect(readBatchFile(file, folder)).rejects.toMatchObject({
      code: 'FileNotFound',
      message: expect.stringContaining(message),
    });
  });
});

test('a batch is found under its usual names, TypeScript first', () => {
  const home = join(folder, 'home');
  mkdirSync(home);
  expect(() => findBatchFile(home)).toThrow('looked for jbt.config.ts, jbt.yaml, jbt.yml, jbt.json');
  for (const file of [...BATCH_FILES].reverse()) {
    writeFileSync(join(home, file), '');
    expect(findBatchFile(home)).toBe(file);
  }
});

test.each([
  ['jbt.yaml', true],
  ['batches/august.YML', true],
  ['jbt.json', true],
  ['jbt.config.ts', true],
  ['august.config.mjs', true],
  ['strategies/trend.ts', false],
  ['trend', false],
  ['strategies/config.ts', false],
])('%s names a batch: %s', (path, expected) => {
  expect(isBatchFile(path)).toBe(expected);
});

describe('all faults of a batch file are told at once, by place', () => {
  /** The message and the lines below it. */
  async function faults(file: string, text: string): Promise<readonly string[]> {
    const error = await read(file, text).catch((thrown: unknown) => thrown);
    if (!(error instanceof JbtError)) throw error;
    return [error.message, ...error.details.map(String)];
  }

  const starts = (...texts: readonly string[]) => texts.map((text) => expect.stringContaining(text));

  test('unknown keys, wrong types and values out of range in YAML and JSON', async () => {
    const yaml = YAML.replace('from', 'form').replace('1h', '1d').replace('step: 2', 'stp: 2');
    expect(await faults('many.yaml', `${yaml}seed: -1\n`)).toEqual(
      starts(
        'many.yaml:3:1: form: no such key (did you mean "from"?)',
        'many.yaml:7:5: backtests[0].timeframes: found "1d"',
        'many.yaml:9:32: backtests[0].parameters.fast.stp: no such key (did you mean "step"?)',
        'many.yaml:10:1: seed: found -1',
      ),
    );
    const json = JSON_TEXT.replace('"from"', '"form"').replace('"1h"', '7');
    expect(await faults('many.json', json)).toEqual(starts('many.json:3:2: form: no', 'many.json:11:4: backtests[0]'));
  });

  test('a key that is given twice leaves the rest to be checked', async () => {
    expect(await faults('twice.yaml', `${YAML}seed: 1\nseed: 2\nfils: 1\n`)).toEqual(
      starts('twice.yaml:11:1: Map keys must be unique', 'twice.yaml:12:1: fils: no such key'),
    );
  });

  test('several faults of syntax', async () => {
    const found = await faults('syntax.yaml', 'from: "2023\\q"\nto: @x\nseed: 1\n');
    expect(found).toEqual(starts('syntax.yaml:1:', 'syntax.yaml:2:'));
  });

  test('several faults of a module', async () => {
    const found = await faults('many.config.ts', `import './one.ts';\nimport './two.ts';`);
    expect(found).toEqual([expect.stringMatching(/:1:8: .*one\.ts/), expect.stringMatching(/:2:8: .*two\.ts/)]);
  });

  test('no more than twenty, and the number of the rest', async () => {
    const found = await faults(
      'keys.yaml',
      `${Array.from({ length: 30 }, (_, key) => `k${key}: 1`).join('\n')}${YAML}`,
    );
    expect(found).toHaveLength(21);
    expect(found[0]).toMatch(/\(and 29 more\)$/);
    expect(found[20]).toBe('... and 10 more');
  });
});
