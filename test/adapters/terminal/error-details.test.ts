import { expect, test } from 'vitest';
import { renderDetails } from '../../../src/adapters/terminal/error-details.ts';
import { createPaint } from '../../../src/adapters/terminal/paint.ts';

const FRAME = { line: 42, column: 10, length: 6, source: '\tprivate period = 7;' };

test('a frame underlines its code below the line of source', () => {
  expect(renderDetails([FRAME, 'x.ts:50:1: wrong'], createPaint(false))).toBe(
    ['  42 |  private period = 7;', '     |          ~~~~~~', '', '  x.ts:50:1: wrong', ''].join('\n'),
  );
});

test('a frame has colours only where they are wanted', () => {
  expect(renderDetails([FRAME], createPaint(true))).toContain('\u001b[31m~~~~~~\u001b[39m');
});

test('a source line can neither move the cursor nor flood the screen', () => {
  const source = `\u001b[2J${'x'.repeat(10_000)}`;
  const text = renderDetails([{ line: 1, column: 9_000, length: 9_000, source }], createPaint(false));
  expect(text).not.toContain('\u001b');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(200);
});
