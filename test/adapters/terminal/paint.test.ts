import { expect, test } from 'vitest';
import { charsetOf } from '../../../src/adapters/terminal/charset.ts';
import { cutMiddle } from '../../../src/adapters/terminal/paint.ts';

test.each([
  ['FIL-USDT fast=8', 15, 'FIL-USDT fast=8'],
  ['FIL-USDT fast=8', 9, 'FIL-…st=8'],
  ['FIL-USDT fast=8', 2, 'F…'],
])('%s in %d columns keeps its beginning and its end', (text, width, cut) => {
  expect(cutMiddle(text, width)).toBe(cut);
});

test.each([
  [{}, '━·…'],
  [{ LANG: 'C.UTF-8' }, '━·…'],
  [{ LANG: 'en_US.utf8', LC_ALL: 'C' }, '=|~'],
  [{ LANG: 'de_DE.ISO-8859-1' }, '=|~'],
])('the locale %j shows %s', (env, text) => {
  expect(charsetOf(env)('━·…')).toBe(text);
});
