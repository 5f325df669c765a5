import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import type { CommandEntry } from '../../src/cli/commands.ts';
import { parseOptions } from '../../src/cli/parse.ts';

const command: Command = {
  build: (yargs) =>
    yargs
      .positional('files', { type: 'string', array: true, description: 'what to play' })
      .option('parallel', { type: 'string', alias: 'p', description: 'threads' })
      .option('leverage-mode', { choices: ['cross', 'isolated'], description: 'how' })
      .option('sort', { type: 'string', description: 'order' })
      .option('json', { type: 'boolean', description: 'for machines' })
      .example('$0 play a.yaml', 'play a batch'),
  run: async () => 0,
};

const entry: CommandEntry = {
  name: 'play',
  positionals: '<files..>',
  description: 'play files',
  load: async () => ({ command }),
};

const parse = (...argv: string[]) => parseOptions(entry, command, argv);

describe('a command line', () => {
  it('becomes options, spelt with and without hyphens', async () => {
    const parsed = await parse('play', 'a.yaml', 'b.yaml', '--parallel', '2', '--leverage-mode=cross', '--json');
    expect(parsed).toMatchObject({
      kind: 'options',
      options: { files: ['a.yaml', 'b.yaml'], parallel: '2', leverageMode: 'cross', json: true },
    });
  });

  it('takes an order that begins with a hyphen, joined or not', async () => {
    const orders = [['--sort', '-fee'], ['--sort=-fee']];
    const parsed = await Promise.all(orders.map((words) => parse('play', 'a.yaml', ...words, '--json')));
    const expected = { kind: 'options', options: { files: ['a.yaml'], sort: '-fee', json: true } };
    expect(parsed).toMatchObject([expected, expected]);
  });

  it.each([
    ['play', '--help'],
    ['play', 'a.yaml', '-h'],
    ['play', '--wrong', '--help'],
  ])('with --help is answered with the whole help: %s %s %s', async (...argv) => {
    const parsed = await parse(...argv);
    expect(parsed).toMatchObject({ kind: 'help' });
    const text = parsed.kind === 'help' ? parsed.text : '';
    for (const part of [
      'jbt play <files..>',
      'play files',
      '--parallel',
      '--leverage-mode',
      'Examples:',
      'this page',
    ]) {
      expect(text).toContain(part);
    }
  });

  it.each<[string[], RegExp]>([
    [['play', 'a', '--paralel', '2'], /^there is no option --paralel \(did you mean "--parallel"\?\); jbt play --help/],
    [['play', 'a', '--leveragemode=cross'], /no option --leveragemode \(did you mean "--leverage-mode"\?\)/],
    [['play', 'a', '--qqqqqqqq'], /^there is no option --qqqqqqqq; jbt play --help says more$/],
    [['play', 'a', '-x'], /^there is no option -x; /],
    [['play', 'a', '--leverage-mode', 'both'], /leverage-mode.*"both".*"cross", "isolated"/],
    [['play'], /at least 1/],
  ])('that is wrong is refused in one line: %j', async (argv, message) => {
    await expect(parse(...argv)).rejects.toMatchObject({
      code: 'InvalidOption',
      message: expect.stringMatching(message),
    });
    await expect(parse(...argv)).rejects.toMatchObject({ message: expect.not.stringContaining('\n') });
  });
});
