import { describe, expect, it, onTestFinished } from 'vitest';
import { openMemoryCache } from '../../../src/adapters/cache/memory.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { recordPacker } from '../../../src/adapters/system/record-packer.ts';
import { valuesV8 } from '../../../src/adapters/system/value-codec.ts';
import { allocateColumns } from '../../../src/model/candle.ts';
import type { Job } from '../../../src/model/job.ts';
import type { Outcome, Result } from '../../../src/model/outcome.ts';
import { DAY, MINUTE } from '../../../src/model/time.ts';
import type { RecordedResult } from '../../../src/run/ports.ts';
import { CandleDigests } from '../../../src/run/results/candle-digests.ts';
import { type ResultContext, resultKey } from '../../../src/run/results/keys.ts';
import { hashResultRecord, readResultRecord, resultRecordOf } from '../../../src/run/results/result-record.ts';
import { StoredResults } from '../../../src/run/results/results.ts';
import { jobNamed } from '../support/parts.ts';

const clock = { now: () => 0 };

const order = {
  id: 1,
  exchange: 'Test',
  symbol: 'FIL-USDT',
  side: 'buy',
  type: 'MARKET',
  reduceOnly: false,
  qty: 1,
  price: 4,
  submittedVia: null,
  createdAt: 0,
  status: 'EXECUTED',
  filledQty: 1,
  fillPrice: 4,
  fee: 0,
  executedAt: 0,
  canceledAt: null,
} as const;

const trade = {
  id: 1,
  strategyName: 'Trend',
  exchange: 'Test',
  symbol: 'FIL-USDT',
  timeframe: '1h',
  type: 'long',
  entryPrice: 4,
  exitPrice: 5,
  qty: 1,
  size: 4,
  leverage: 1,
  fee: 0,
  pnl: 1,
  pnlPercentage: 25,
  openedAt: 0,
  closedAt: 60_000,
  holdingPeriod: 60,
  orders: [order],
} as const;

const found = { trades: [trade], orders: [order], equity: [10_000, 10_001] };
const record = resultRecordOf(found);
const recorded: RecordedResult = { record, impurities: [] };
const metrics = { total: 1, sharpe_ratio: Number.NaN, ratio_avg_win_loss: Number.POSITIVE_INFINITY };
const hash = hashResultRecord(record, sha256);

function outcomeOf(jobId: string, changes: Partial<Result> = {}): Outcome {
  const result = { hash, metrics, trades: 1, equity: found.equity, candles: 1440, orders: 1, ...changes };
  return { status: 'done', jobId, seconds: 2, result };
}

function open(fresh = false, cache = openMemoryCache({ budgetBytes: 1e6, clock })) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const keyOf = ({ id, ...job }: Job) => sha256(JSON.stringify(job));
  const results = new StoredResults({
    cache,
    codec: valuesV8,
    packer: recordPacker,
    digest: sha256,
    clock,
    keyOf,
    fresh,
    warn,
  });
  onTestFinished(() => cache.close());
  return { cache, results, warnings };
}

describe('stored results', () => {
  it('give back the whole outcome, trades and numbers to the bit, under the id of the job that asks', () => {
    const { results } = open();
    results.keep(jobNamed('a'), outcomeOf('a'), recorded);
    results.flush();
    const known = results.find(jobNamed('b'));
    expect(known?.outcome).toEqual(outcomeOf('b'));
    expect(known && readResultRecord(known.record)).toStrictEqual(found);
    expect(results.find({ ...jobNamed('a'), seed: 1 })).toBeNull();
    expect(results.counts()).toEqual({ hits: 1, misses: 1 });
  });

  it('are never those of failures, of jobs that were cancelled, or of jobs that may end otherwise', () => {
    const { cache, results } = open();
    const failure = { code: 'StrategyError', message: 'no', stack: null };
    results.keep(jobNamed('a'), { status: 'failed', jobId: 'a', seconds: 1, failure }, null);
    results.keep(jobNamed('a'), { status: 'cancelled', jobId: 'a', seconds: 1 }, null);
    results.keep(jobNamed('a'), outcomeOf('a'), { ...recorded, impurities: ['it uses Math.random()'] });
    results.keep(jobNamed('a'), outcomeOf('a'), { ...recorded, record: null });
    results.flush();
    expect(cache.statistics().results.entries).toBe(0);
  });

  it('are not looked at when everything is to be fresh, but are kept', () => {
    const { cache, results } = open();
    results.keep(jobNamed('a'), outcomeOf('a'), recorded);
    results.flush();
    const fresh = open(true, cache).results;
    expect(fresh.find(jobNamed('a'))).toBeNull();
    fresh.keep({ ...jobNamed('a'), seed: 7 }, outcomeOf('a'), recorded);
    fresh.flush();
    expect(results.find({ ...jobNamed('a'), seed: 7 })).not.toBeNull();
  });

  it('are packed when they are large, and refused when what was packed is damaged', () => {
    const equity = Array.from({ length: 5000 }, (_, day) => 10_000 + (day % 3));
    const large = resultRecordOf({ ...found, equity });
    const { cache, results, warnings } = open();
    const outcome = outcomeOf('a', { hash: hashResultRecord(large, sha256), equity });
    results.keep(jobNamed('a'), outcome, { impurities: [], record: large });
    results.flush();
    expect(cache.statistics().results.bytes).toBeLessThan(large.bytes.length / 2);
    const known = results.find(jobNamed('a'));
    expect(known?.outcome).toEqual(outcome);
    expect(known?.record).toEqual(large);
    const packed = recordPacker.pack(large);
    results.keep(jobNamed('a'), outcome, { impurities: [], record: { ...packed, bytes: packed.bytes.subarray(9) } });
    results.flush();
    expect(results.find(jobNamed('a'))).toBeNull();
    expect(warnings).toHaveLength(1);
  });

  it.each([0, 8, 100, 160])('are refused, removed and told of when byte %i is not what was kept', (place) => {
    const { cache, results, warnings } = open();
    const bytes = record.bytes.slice();
    bytes[place] ^= 1;
    results.keep(jobNamed('a'), outcomeOf('a'), { impurities: [], record: { ...record, bytes } });
    results.flush();
    expect(results.find(jobNamed('a'))).toBeNull();
    expect(warnings).toEqual(['the stored result of a is not what was kept: it is played again']);
    expect(cache.statistics().results.entries).toBe(0);
  });

  it('of another Node are misses', () => {
    const { cache, results } = open();
    cache.set('results', sha256(JSON.stringify({ ...jobNamed('a'), id: undefined })), Uint8Array.of(1, 2, 3), null);
    expect(results.find(jobNamed('a'))).toBeNull();
  });
});

describe('the key of a result', () => {
  const columns = allocateColumns(-DAY, MINUTE, 3 * 1440);
  const markets = { 'Test:FIL-USDT': columns, 'Test:BTC-USDT': columns };
  const context: ResultContext = {
    strategies: { trend: 'digest', other: 'digest of another' },
    engine: '1.0.0',
    nodeMajor: 20,
    locale: 'en UTC',
  };
  const keyOf = (job: Job, changes: Partial<ResultContext> = {}): string =>
    resultKey(job, { ...context, ...changes }, new CandleDigests(markets, sha256), sha256);
  const job: Job = { ...jobNamed('a'), warmupMinutes: 60, parameters: { fast: 1 } };
  const base = keyOf(job);

  it('is the same for another place in the batch, other strategies beside it, and another order of keys', () => {
    expect(keyOf({ ...job, id: 'b' })).toBe(base);
    expect(keyOf(job, { strategies: { trend: 'digest', other: 'changed' } })).toBe(base);
    expect(keyOf(Object.fromEntries(Object.entries(job).reverse()) as unknown as Job)).toBe(base);
  });

  const route = job.routes[0];
  it.each<[string, Partial<Job>]>([
    ['fee', { exchange: { ...job.exchange, fee: 0.1 } }],
    ['balance', { exchange: { ...job.exchange, balance: 5 } }],
    ['leverage', { exchange: { ...job.exchange, leverage: 2 } }],
    ['leverage mode', { exchange: { ...job.exchange, leverageMode: 'isolated' } }],
    ['type of exchange', { exchange: { ...job.exchange, type: 'spot' } }],
    ['timeframe', { routes: [{ ...route, timeframe: '4h' }] }],
    ['symbol', { routes: [{ ...route, symbol: 'BTC-USDT' }] }],
    ['strategy', { routes: [{ ...route, strategy: 'other' }] }],
    ['routes', { routes: [route, { ...route, symbol: 'BTC-USDT' }] }],
    ['data routes', { dataRoutes: [{ symbol: 'BTC-USDT', timeframe: '1h' }] }],
    ['parameter', { parameters: { fast: 2 } }],
    ['name of a parameter', { parameters: { slow: 1 } }],
    ['first date', { from: MINUTE }],
    ['last date', { to: DAY - MINUTE }],
    ['warm-up', { warmupMinutes: 61 }],
    ['gap rule', { fills: { ...job.fills, gap: 'order-price' } }],
    ['slippage', { fills: { ...job.fills, slippage: 0.1 } }],
    ['conventions', { compat: 'jesse' }],
    ['seed', { seed: 1 }],
  ])('is another with another %s', (_what, change) => {
    expect(keyOf({ ...job, ...change })).not.toBe(base);
  });

  it.each<[string, Partial<ResultContext>]>([
    ['code of the strategy', { strategies: { trend: 'changed' } }],
    ['version of jbt', { engine: '1.0.1' }],
    ['major version of Node', { nodeMajor: 22 }],
    ['time zone', { locale: 'en Asia/Tokyo' }],
  ])('is another with another %s', (_what, change) => {
    expect(keyOf(job, change)).not.toBe(base);
  });

  it.each([
    ['the warm-up', 1440 - 60, true],
    ['the traded range', 1440, true],
    ['the last minute', 2 * 1440 - 1, true],
    ['what is not read before', 1440 - 61, false],
    ['what is not read after', 2 * 1440, false],
  ])('changes with a candle of %s: %i, %s', (_where, index, expected) => {
    columns.low[index] += 1;
    const after = keyOf(job);
    columns.low[index] -= 1;
    expect(after !== base).toBe(expected);
  });
});
