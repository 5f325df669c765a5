import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../docs/command-table.ts';
import { bashReply, readBashLine } from '../../../src/cli/completion/bash-line.ts';
import { candidatesFor } from '../../../src/cli/completion/candidates.ts';
import { readTable, type Source } from '../../../src/cli/completion/table.ts';
import { readBatchFlags } from '../../../src/cli/run/batch-flags.ts';
import { readRunSettings } from '../../../src/cli/run/settings.ts';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';

const NAMES: Readonly<Record<Source, readonly string[]>> = {
  markets: ['Binance Spot:FIL-USDT', 'Bybit Spot:FIL-USDT'],
  runs: ['20231102', '20231101'],
  batches: ['jbt.yaml', 'trend'],
  files: [],
};

function complete(...words: readonly string[]): readonly string[] {
  return candidatesFor(words, readTable(), (source) => NAMES[source]).map(({ word }) => word);
}

const BREAKS = ' \t\n"\'><=;|&(:';

describe('a completion', () => {
  it('reads the table of the commands as they are', async () => {
    expect(readTable()).toEqual(await commandTable());
  });

  it.each<[readonly string[], readonly string[]]>([
    [['doc'], ['doctor']],
    [['he'], ['help']],
    [['--v'], ['--version']],
    [['help', 'doc'], ['doctor']],
    [['run', '--port'], ['--portfolio']],
    [['run', '--portfolio', '--port'], []],
    [['run', '--market', ''], NAMES.markets],
    [['run', '--market', 'By'], ['Bybit Spot:FIL-USDT']],
    [['run', '--market=By'], ['--market=Bybit Spot:FIL-USDT']],
    [
      ['run', '--leverage-mode', ''],
      ['cross', 'isolated'],
    ],
    [
      ['run', '--exchange-type', ''],
      ['spot', 'futures'],
    ],
    [
      ['run', '--cache', ''],
      ['lmdb', 'memory', 'none'],
    ],
    [
      ['run', '--timeframe', '1h,4'],
      ['1h,45m', '1h,4h'],
    ],
    [['run', '--sort', 'sharpe'], ['sharpe_ratio']],
    [['run', ''], NAMES.batches],
    [['run', '--fee', '0.1', '--json', 'tr'], ['trend']],
    [['run', 'jbt.yaml', 'tr'], ['trend']],
    [['run', '--seed', ''], []],
    [['report', ''], NAMES.runs],
    [['report', '20231102', ''], []],
    [['candles', 've'], ['verify']],
    [['candles', 'verify', ''], NAMES.markets],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['import', 'fil'], []],
    [['rnu', ''], []],
  ])('of %j is %j', (words, candidates) => {
    expect(complete(...words)).toEqual(candidates);
  });

  it('describes options and commands', () => {
    const [found] = candidatesFor(['run', '--portf'], readTable(), () => []);
    expect(found.describe).toMatch(/^trade all markets in one backtest/);
  });

  it('offers only choices that jbt run takes', () => {
    const options = readTable().find(({ name }) => name === 'run')?.options ?? [];
    const choices = options.flatMap(({ name, words }) =>
      typeof words === 'object' && words !== null ? words.map((word) => [name, word] as const) : [],
    );
    expect(choices.length).toBeGreaterThan(50);
    for (const [name, word] of choices) {
      const camel = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      expect(() => readBatchFlags({ [name]: word })).not.toThrow();
      expect(() => readRunSettings({ [camel]: word }, {})).not.toThrow();
    }
  });

  it.each(['candles', 'cache', 'runs', 'completion'])('offers only actions that jbt %s takes', async (name) => {
    const words = readTable().find((row) => row.name === name)?.positionals[0]?.words;
    expect(Array.isArray(words)).toBe(true);
    for (const word of words ?? []) {
      const { stderr } = await commandLine(testFolder(), name, word);
      expect(stderr).not.toMatch(/ACTION|SHELL/);
    }
  });
});

describe('a line of bash', () => {
  it.each([
    ['jbt run ', ['jbt', 'run', ''], null],
    ['jbt run --market "Binance Sp', ['jbt', 'run', '--market', 'Binance Sp'], '"'],
    ["jbt run --market 'Binance Sp", ['jbt', 'run', '--market', 'Binance Sp'], "'"],
    ['jbt run --market Binance\\ Sp', ['jbt', 'run', '--market', 'Binance Sp'], null],
    ['jbt candles verify "A B" x', ['jbt', 'candles', 'verify', 'A B', 'x'], null],
  ])('%s has the words %j', (line, words, quote) => {
    expect(readBashLine(line)).toMatchObject({ words, quote });
  });

  it.each([
    ['jbt run --market ', 'Bybit\\ Spot:FIL-USDT'],
    ['jbt run --market "By', 'Bybit Spot:FIL-USDT'],
    ['jbt run --market Bybit\\ Spot:F', 'FIL-USDT'],
  ])('%s goes on with %s', (line, reply) => {
    expect(bashReply('Bybit Spot:FIL-USDT', readBashLine(line), BREAKS)).toBe(reply);
  });
});
