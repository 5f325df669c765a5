import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandLine } from '../support/command-line.ts';

it('jbt schema prints the schema that the package ships', async () => {
  const shipped = readFileSync(new URL('../../docs/jbt.schema.json', import.meta.url), 'utf8');
  expect(await commandLine('.', 'schema')).toEqual({ code: 0, stdout: shipped, stderr: '' });
});
