import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { builtHelp, overview } from '../../src/cli/help.ts';
import { versionOfJbt } from '../../src/cli/process/version.ts';
import { commandLine } from '../support/command-line.ts';

const jbt = (...argv: string[]) => commandLine('/', ...argv);

describe('jbt', () => {
  it.each(COMMANDS.map(({ name }) => name))('answers help %s as it answers %s --help', async (name) => {
    expect(await jbt('help', name)).toEqual({ code: 0, stdout: builtHelp(name), stderr: '' });
  });

  it.each([['help'], ['help', 'help'], ['-h'], ['--help']])('answers %s %s with all commands', async (...argv) => {
    expect(await jbt(...argv)).toEqual({ code: 0, stdout: overview(), stderr: '' });
  });

  it.each(['-v', '--version'])('answers %s with its version', async (word) => {
    expect(await jbt(word)).toEqual({ code: 0, stdout: `${versionOfJbt()}\n`, stderr: '' });
    expect(versionOfJbt()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it.each([
    [['rnu'], 'there is no command rnu (did you mean "run"?)'],
    [['cnadles'], 'there is no command cnadles (did you mean "candles"?)'],
    [['hepl'], 'there is no command hepl (did you mean "help"?)'],
    [['help', 'rnu'], 'there is no command rnu (did you mean "run"?)'],
    [['--verison'], '--verison needs a command before it (did you mean "--version"?)'],
    [['--parallel'], '--parallel needs a command before it'],
    [['something'], 'there is no command something'],
  ])('refuses %j with what is meant', async (argv, message) => {
    const stderr = `error InvalidOption: ${message}; jbt --help lists all\n`;
    expect(await jbt(...argv)).toEqual({ code: 2, stdout: '', stderr });
  });
});
