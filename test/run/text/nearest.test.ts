import { expect, test } from 'vitest';
import { nearest, suggestion } from '../../../src/run/text/nearest.ts';

test.each([
  ['symbls', ['symbols', 'strategies'], 'symbols'],
  ['leverage_mode', ['leverage', 'leverageMode'], 'leverageMode'],
  ['1d', ['1h', '1D', '3D'], '1D'],
  ['fsat', ['fast', 'slow'], 'fast'],
  ['quantum', ['fast', 'slow'], null],
  ['x', [], null],
])('the word nearest to %s in %j is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

test.each([
  [0, null],
  [1, 'period'],
])('within %d slips the word nearest to perod is %s', (most, expected) => {
  expect(nearest('perod', ['period'], most)).toBe(expected);
});

test('a suggestion is silent when no word is near', () => {
  expect(suggestion('fsat', ['fast'])).toBe(' (did you mean "fast"?)');
  expect(suggestion('quantum', ['fast'])).toBe('');
});

test.each([
  ['sharpe', ['smart_sharpe_ratio', 'sharpe_ratio'], 'sharpe_ratio'],
  ['drawdown', ['calmar_ratio', 'max_drawdown'], 'max_drawdown'],
])('a part of a word, such as %s, proposes the whole', (word, candidates, expected) => {
  expect(suggestion(word, candidates)).toBe(` (did you mean "${expected}"?)`);
});

test('two letters propose nothing', () => {
  expect(suggestion('sh', ['sharpe_ratio'])).toBe('');
});
