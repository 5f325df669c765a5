import { readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import { fieldsOfInterface } from '../../../docs/declarations.ts';
import { DESCRIBED, filesPage } from '../../../docs/files-page.ts';

it('docs/files.md is made from the types of the files of a run', () => {
  expect(readFileSync(new URL('../../../docs/files.md', import.meta.url), 'utf8')).toBe(filesPage());
});

test.each(Object.entries(DESCRIBED))('every field of %s says what it is', (name, file) => {
  const fields = fieldsOfInterface(file, name);
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.filter(({ meaning, type }) => meaning === '' && type !== 'object')).toEqual([]);
});

test.each([
  ['Order', 'model/order'],
  ['ClosedTrade', 'model/trade'],
])('every field of %s that a CSV file has says what it is', (name, file) => {
  const fields = fieldsOfInterface(file, name).filter(({ path }) => path !== 'orders');
  expect(fields.filter(({ meaning }) => meaning === '')).toEqual([]);
});
