import { describe, expect, it } from 'vitest';
import { ALL_RUN_OPTIONS, readRunSettings } from '../../../src/cli/run/settings.ts';

describe('the settings of a run', () => {
  it('are sensible when nothing is given', () => {
    const { executor, ...rest } = readRunSettings({}, {});
    expect(executor.threads).toBeGreaterThanOrEqual(1);
    expect(rest).toEqual({
      baseline: null,
      shard: null,
      cache: null,
      cacheSize: 2_000_000_000,
      fresh: false,
      timeout: null,
      stall: 60_000,
      sort: null,
      tolerance: null,
      top: null,
      columns: null,
      where: null,
      json: false,
      debug: false,
      dryRun: false,
      trades: false,
      orders: false,
      watch: false,
      reporter: [],
      reporters: [],
    });
  });

  it.each([
    [{ parallel: '3' }, { executor: { threads: 3, hearsSignals: true } }],
    [{ parallel: '3', inline: true }, { executor: { threads: 1, hearsSignals: false } }],
    [{ cache: 'memory' }, { cache: 'memory' }],
    [{ cache: false }, { cache: 'none' }],
    [{ cacheSize: '500MB' }, { cacheSize: 500_000_000 }],
    [{ cacheSize: '1.5 gb' }, { cacheSize: 1_500_000_000 }],
    [{ fresh: true }, { fresh: true }],
    [{ timeout: '500ms' }, { timeout: 500 }],
    [{ timeout: '2s' }, { timeout: 2000 }],
    [{ timeout: '1.5m' }, { timeout: 90_000 }],
    [{ stall: '5m' }, { stall: 300_000 }],
    [{ stall: 'none' }, { stall: null }],
    [
      { sort: 'sharpe_ratio', top: '5' },
      { sort: 'sharpe_ratio', top: 5 },
    ],
    [{ sort: '-fee' }, { sort: '-fee' }],
    [{ columns: 'fast, fee' }, { columns: ['fast', 'fee'] }],
  ])('follow %j', (options, expected) => {
    expect(readRunSettings(options, {})).toMatchObject(expected);
  });

  it.each([
    [{}, {}, 0],
    [{ debug: true, trades: true, orders: true }, {}, 3],
    [{ redis: 'redis://127.0.0.1:7000' }, {}, 1],
    [{}, { REDIS_HOST: '127.0.0.1' }, 1],
  ])('choose the reporters that %j and the environment %j ask for', (options, env, count) => {
    expect(readRunSettings(options, env).reporters).toHaveLength(count);
  });

  it('has a row for every option of its executors and reporters', () => {
    expect(Object.keys(ALL_RUN_OPTIONS)).toEqual(
      expect.arrayContaining(['parallel', 'inline', 'memory', 'debug', 'trades', 'redis', 'sort', 'cacheSize']),
    );
  });

  it.each([
    [{ sort: 'sharpe' }, '--sort must be a metric (did you mean "sharpe_ratio"?), got "sharpe"'],
    [{ sort: '-sharpe' }, '--sort must be a metric (did you mean "sharpe_ratio"?), got "-sharpe"'],
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
    [{ memory: '63MB', inline: true }, '--memory must be a size from 64MB, such as 500MB or 2GB, got "63MB"'],
    [{ memory: '63MB' }, '--memory must be a size from 64MB, such as 500MB or 2GB, got "63MB"'],
    [{ json: [true, true] }, '--json must be given once, got [true,true]'],
    [{ sort: 'sharp_ratio' }, '--sort must be a metric (did you mean "sharpe_ratio"?), got "sharp_ratio"'],
  ])('refuse %j', (options, message) => {
    expect(() => readRunSettings(options, {})).toThrow(expect.objectContaining({ code: 'InvalidOption', message }));
  });
});
