import { describe, expect, it } from 'vitest';
import { readRunSettings } from '../../../src/cli/run/settings.ts';

const CACHE = { cacheDriver: null, cacheBytes: 2_000_000_000, fresh: false };

describe('the settings of a run', () => {
  it('are sensible when nothing is given', () => {
    const { threads, ...rest } = readRunSettings({}, {});
    expect(threads).toBeGreaterThanOrEqual(1);
    expect(rest).toEqual({
      ...CACHE,
      inline: false,
      timeoutMs: null,
      memoryBytes: null,
      sort: null,
      top: null,
      json: false,
      debug: false,
      trades: false,
      redis: null,
    });
  });

  it.each([
    [{ parallel: '3' }, { threads: 3 }],
    [
      { parallel: '3', inline: true },
      { threads: 1, inline: true },
    ],
    [{ cache: 'memory' }, { cacheDriver: 'memory' }],
    [{ cache: false }, { cacheDriver: 'none' }],
    [{ cacheSize: '500MB' }, { cacheBytes: 500_000_000 }],
    [{ cacheSize: '1.5 gb' }, { cacheBytes: 1_500_000_000 }],
    [{ fresh: true }, { fresh: true }],
    [{ memory: '1.5 GB' }, { memoryBytes: 1_500_000_000 }],
    [{ timeout: '500ms' }, { timeoutMs: 500 }],
    [{ timeout: '2s' }, { timeoutMs: 2000 }],
    [{ timeout: '1.5m' }, { timeoutMs: 90_000 }],
    [{ redis: 'redis://127.0.0.1:7000' }, { redis: expect.objectContaining({ host: '127.0.0.1', port: 7000 }) }],
    [
      { sort: 'sharpe_ratio', top: '5' },
      { sort: 'sharpe_ratio', top: 5 },
    ],
  ])('follow %j', (options, expected) => {
    expect(readRunSettings(options, {})).toMatchObject(expected);
  });

  it.each([
    [{ parallel: '0' }, '--parallel must be a whole number from 1, got "0"'],
    [{ parallel: 'x' }, '--parallel must be a whole number from 1, got "x"'],
    [{ parallel: '1.5' }, '--parallel must be a whole number from 1, got "1.5"'],
    [{ parallel: '-2' }, '--parallel must be a whole number from 1, got "-2"'],
    [{ parallel: '' }, '--parallel must be a whole number from 1, got ""'],
    [{ parallel: ['2', '3'] }, '--parallel must be a whole number from 1, got ["2","3"]'],
    [{ top: '0' }, '--top must be a whole number from 1, got "0"'],
    [{ timeout: '2' }, '--timeout must be a time such as 500ms, 2s or 5m, got "2"'],
    [{ timeout: '0s' }, '--timeout must be a time such as 500ms, 2s or 5m, got "0s"'],
    [{ cache: 'redis' }, '--cache must be lmdb, memory or none, got "redis"'],
    [{ cacheSize: '2' }, '--cache-size must be a size from 1KB, such as 500MB or 2GB, got "2"'],
    [{ cacheSize: '0GB' }, '--cache-size must be a size from 1KB, such as 500MB or 2GB, got "0GB"'],
    [{ memory: '63MB' }, '--memory must be a size from 64MB, such as 500MB or 2GB, got "63MB"'],
    [{ json: [true, true] }, '--json must be given once, got [true,true]'],
    [{ sort: 'sharp_ratio' }, '--sort must be a metric (did you mean "sharpe_ratio"?), got "sharp_ratio"'],
  ])('refuse %j', (options, message) => {
    expect(() => readRunSettings(options, {})).toThrow(expect.objectContaining({ code: 'InvalidOption', message }));
  });
});
