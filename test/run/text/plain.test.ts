import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable, printableLines } from '../../../src/run/text/plain.ts';

const ESC = '\u001b';

test.each([
  ['plain text, 1 < 2', 'plain text, 1 < 2'],
  ['Zürich 東京 🚀', 'Zürich 東京 🚀'],
  ['  indented', '  indented'],
  [`${ESC}[31mred${ESC}[0m`, 'red'],
  [`a${ESC}[2J${ESC}[Hb`, 'ab'],
  [`${ESC}]0;title\u0007after`, 'after'],
  [`${ESC}]8;;https://evil${ESC}\\link${ESC}]8;;${ESC}\\`, 'link'],
  [`${ESC}Pq#0${ESC}\\sixel`, 'sixel'],
  [`${ESC}cwiped`, 'wiped'],
  ['\u009b2Jshown', ' 2Jshown'],
  [`${ESC}]0;no end`, '0;no end'],
  ['one\r\ntwo\tthree\u0007', 'one two three'],
  ['one\u2028two', 'one two'],
  ['admin\u202etxt.exe\u202c', 'admintxt.exe'],
  ['\u2066isolated\u2069', 'isolated'],
])('%j is printed as %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test('no control is left of any text, and printing twice changes nothing', () => {
  const pieces = fc.constantFrom(
    ESC,
    '[',
    ']',
    '\\',
    '\u0007',
    '\u009b',
    '\n',
    'm',
    '3',
    ';',
    '\u202e',
    'text',
    ' ',
    'P',
  );
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const text = printable(parts.join(''));
      expect(text).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      expect(printable(text)).toBe(text);
    }),
  );
});

test('lines stay lines', () => {
  expect(printableLines(`market\n  gap${ESC}[2J\n`)).toBe('market\n  gap\n');
});
