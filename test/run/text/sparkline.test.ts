import { expect, test } from 'vitest';
import { sparkline } from '../../../src/run/text/sparkline.ts';

test.each([
  ['rises with the values', [1, 2, 3, 4, 5, 6, 7, 8], 8, '▁▂▃▄▅▆▇█'],
  ['shows the last value of each part', [9, 1, 9, 2], 2, '▁█'],
  ['is no wider than its values', [1, 2], 12, '▁█'],
  ['is flat where the values are', [5, 5, 5], 3, '▁▁▁'],
  ['is empty without values', [], 12, ''],
])('a sparkline %s', (_, values, width, line) => {
  expect(sparkline(values, width)).toBe(line);
});
