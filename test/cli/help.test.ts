import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { builtHelp } from '../../src/cli/help.ts';
import { parseOptions } from '../../src/cli/parse.ts';

describe.each(COMMANDS)('the help of $name', (entry) => {
  it('is built as yargs lays it out', async () => {
    const { command } = await entry.load();
    const parsed = await parseOptions(entry, command, [entry.name, '--help']);
    expect(parsed).toEqual({ kind: 'help', text: builtHelp(entry.name)?.trimEnd() });
  });

  it('is laid out anew for a narrower terminal', () => {
    expect(builtHelp(entry.name, 79)).toBeNull();
  });
});
