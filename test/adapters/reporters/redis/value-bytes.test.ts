import { expect, it } from 'vitest';
import { valueBytes } from '../../../../src/adapters/reporters/redis/value-bytes.ts';

const TEXT = 'x'.repeat(1_000_000);
const endless: { self?: unknown; text: string } = { text: TEXT };
endless.self = endless;

it.each<[string, unknown, number]>([
  ['text', TEXT, 2e6],
  ['text in objects', { a: [{ b: TEXT }] }, 2e6],
  ['keys', { [TEXT]: 1 }, 2e6],
  ['numbers', Array.from({ length: 100_000 }, () => 1), 1.6e6],
  ['typed arrays', new Float64Array(100_000), 8e5],
  ['maps and sets', new Map([[1, new Set([TEXT])]]), 2e6],
  ['what contains itself', endless, 2e6],
  ['nothing', null, 16],
])('%s weighs what it takes in memory', (_what, value, bytes) => {
  expect(valueBytes(value)).toBeGreaterThanOrEqual(bytes);
  expect(valueBytes(value)).toBeLessThan(bytes * 1.1 + 100);
});
