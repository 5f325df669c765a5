import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { BATCH_FLAGS } from '../../../src/cli/run/batch-flags.ts';
import { TIMEFRAMES } from '../../../src/model/timeframe.ts';
import { MOST_JOBS } from '../../../src/run/batch/grid.ts';
import { batchSchema } from '../../../src/run/batch/schema.ts';

const PAGE = readFileSync(new URL('../../../docs/batch.md', import.meta.url), 'utf8');

/** Every name under `properties`, however deep. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...new Set([...own, ...Object.values(schema).flatMap(keysOf)])];
}

const KEYS = keysOf(z.toJSONSchema(batchSchema, { io: 'input', unrepresentable: 'any' }));

describe('docs/batch.md', () => {
  test('is held against all levels of the schema', () => {
    expect(KEYS).toEqual(
      expect.arrayContaining(['backtests', 'leverageMode', 'slippage', 'periods', 'symbol', 'step']),
    );
  });

  test.each(KEYS)('explains the key %s', (key) => {
    expect(PAGE).toContain(`\`${key}\``);
  });

  test.each([...Object.keys(BATCH_FLAGS.single), ...Object.keys(BATCH_FLAGS.settings)])(
    'names the flag --%s',
    (flag) => {
      expect(PAGE).toMatch(new RegExp(`--${flag}\\b`));
    },
  );

  test('lists every timeframe and the limit of backtests', () => {
    expect(TIMEFRAMES.filter((timeframe) => !PAGE.includes(`\`${timeframe}\``))).toEqual([]);
    expect(PAGE).toContain(MOST_JOBS.toLocaleString('en'));
  });
});
