import { describe, expect, it } from 'vitest';
import { plotLines } from '../../../src/cli/results/show/equity-plot.ts';

describe('the plot of equity', () => {
  it('is drawn with one star a column where there are only plain characters', () => {
    expect(plotLines([1, 2, 3, 2], 4, 3, false)).toEqual(['  * ', ' * *', '*   ']);
  });

  it('has two by four dots a character in braille', () => {
    expect(plotLines([0, 1], 1, 1, true)).toEqual(['⣸']);
    expect(plotLines([1, 0], 1, 1, true)).toEqual(['⢹']);
    expect(plotLines([0, 1, 0, 1], 2, 1, true)).toEqual(['⣸⣿']);
  });

  it('is a line at the bottom for equity that never moves', () => {
    expect(plotLines([5, 5, 5], 3, 2, false)).toEqual(['   ', '***']);
  });

  it('takes samples of a long series, the first and the last among them', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index);
    expect(plotLines(values, 3, 3, false)).toEqual(['  *', ' * ', '*  ']);
  });
});
