import { describe, expect, it } from 'vitest';
import { parseInvocation } from '../../bench/harness/invocation.ts';

const KNOWN = ['session-1h', 'sweep'];
const parse = (...argv: readonly string[]) => parseInvocation(argv, KNOWN);

describe('the arguments of npm run bench', () => {
  it('run all benches when none is named', () => {
    expect(parse()).toEqual({ names: KNOWN, json: false, check: null, jobs: null });
  });

  it('are names and options in any order', () => {
    expect(parse('--json', 'sweep', '--jobs', '200', '--check', 'a.json')).toEqual({
      ...{ names: ['sweep'], json: true },
      ...{ check: 'a.json', jobs: 200 },
    });
  });

  it.each([
    [['swep'], 'no bench is named swep (did you mean "sweep"?); there are session-1h, sweep'],
    [['--jobs', '0'], '--jobs takes a whole number from 1 to 1000000, not 0'],
    [['--jobs', '2000000'], '--jobs takes a whole number from 1 to 1000000, not 2000000'],
    [['--jobs', 'many'], '--jobs takes a whole number from 1 to 1000000, not many'],
  ])('are refused in one line: %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });

  it.each([[['--fast']], [['--check']], [['--json=yes']]])('name the options when one is wrong: %j', (argv) => {
    expect(() => parse(...argv)).toThrow(/^[^\n]*; the options are --json, --check FILE and --jobs N$/);
  });
});
