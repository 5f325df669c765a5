import { expect, it } from 'vitest';
import { commandLine, resumingLine } from '../../src/cli/process/shell.ts';

it.each([commandLine, resumingLine])('a command line is kept without the password of an address', (line) => {
  for (const words of [['--redis', 'redis://:secret@host'], ['--redis=redis://me:secret@host']])
    expect(line(['run', ...words])).toMatch(/^jbt run .*redis:\/\/\*\*\*@host'$/);
});
