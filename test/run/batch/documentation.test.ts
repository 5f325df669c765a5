import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { batchPage } from '../../../docs/batch-page.ts';
import { schemaText } from '../../../src/cli/run/schema.ts';
import { TIMEFRAMES } from '../../../src/model/timeframe.ts';
import { MOST_VALUES } from '../../../src/run/batch/grid.ts';
import { batchJsonSchema } from '../../../src/run/batch/schema.ts';

function textOf(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

const PAGE = textOf('docs/batch.md');

/** Every name under `properties`, however deep. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...new Set([...own, ...Object.values(schema).flatMap(keysOf)])];
}

const KEYS = keysOf(batchJsonSchema());

describe('docs/batch.md', () => {
  test('is held against all levels of the schema', () => {
    expect(KEYS).toEqual(
      expect.arrayContaining(['backtests', 'leverageMode', 'slippage', 'periods', 'symbol', 'step']),
    );
  });

  test.each(KEYS)('explains the key %s', (key) => {
    expect(PAGE).toMatch(new RegExp(`\`(?:\\w+\\.)*${key}\``));
  });

  test('has the tables that npm run docs makes', () => {
    expect(PAGE).toBe(batchPage(PAGE));
  });

  test('lists every timeframe and the limit of values', () => {
    expect(TIMEFRAMES.filter((timeframe) => !PAGE.includes(`\`${timeframe}\``))).toEqual([]);
    expect(PAGE).toContain(MOST_VALUES.toLocaleString('en'));
  });
});

describe('docs/jbt.schema.json', () => {
  const schema = z.fromJSONSchema(JSON.parse(textOf('docs/jbt.schema.json')));
  const example: { readonly backtests: readonly object[] } = parse(textOf('examples/jbt.yaml'));

  test('is what jbt schema prints', () => {
    expect(textOf('docs/jbt.schema.json')).toBe(schemaText());
  });

  test('accepts the example', () => {
    expect(schema.safeParse(example).error).toBeUndefined();
  });

  test.each([
    { colour: 'red' },
    { from: 2023 },
    { exchange: { name: 'Binance Spot', fee: 1 } },
    { exchange: { leverage: 0.5 } },
    { parameters: { fast: { from: 1, too: 2 } } },
    { seed: 1.5 },
    { backtests: [] },
    { backtests: [{ timeframes: '1d' }] },
  ])('refuses %j', (change) => {
    expect(schema.safeParse({ ...example, ...change }).success).toBe(false);
  });
});
