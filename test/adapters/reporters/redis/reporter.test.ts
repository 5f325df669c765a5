import { gunzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RedisSettings } from '../../../../src/adapters/redis/settings.ts';
import {
  createRedisReporter,
  type RedisMirror,
  type RedisOptions,
} from '../../../../src/adapters/reporters/redis/reporter.ts';
import { rowsOf } from '../../../../src/run/coordinator/report-of.ts';
import type { RunEvent } from '../../../../src/run/events.ts';
import { logged, published, traced } from '../../../support/facts.ts';
import { freePort, type RedisServer, slowWay, startRedis } from '../../../support/redis-server.ts';
import {
  doneOf,
  FIRST_DAY,
  failedOf,
  JOB_MINUTES,
  jobOf,
  ORDER,
  reportWith,
  runOf,
  TRADE,
  TRADES,
} from '../../../support/scripted-run.ts';

interface Heard {
  readonly channel: string;
  readonly id: string;
  readonly event: string;
  readonly is_compressed: boolean;
  readonly data: unknown;
}

const RUN_ID = '20231001-120000';
const END: RunEvent = { type: 'run-finished', at: 9_000, report: reportWith([]) };

function settingsOf(port: number, password: string | null = null): RedisSettings {
  return { host: '127.0.0.1', port, db: 0, username: null, password, tls: null, appPort: 9000, prefix: 'jbt:' };
}

function openReporter(
  settings: RedisSettings,
  warn: (message: string) => void,
  change: Partial<RedisOptions> = {},
): RedisMirror {
  const controls = { stop: () => {}, cancel: () => false };
  return createRedisReporter({
    ...{ settings, warn, isFrugal: false, closeMs: 2_000, rowOf: rowsOf([]), controls, token: 'secret', now: 0 },
    ...change,
  });
}

/** Hears everything on a server, as `redis-cli psubscribe '*'` does. */
async function listen(port: number, password?: string) {
  const heard: Heard[] = [];
  const redis = new Redis({ host: '127.0.0.1', port, ...(password === undefined ? {} : { password }) });
  redis.on('error', () => {});
  redis.on('pmessage', (_pattern, channel, text) => heard.push({ channel, ...JSON.parse(text) }));
  await redis.psubscribe('*');
  const close = async () => {
    // Answered behind everything that was published before.
    await redis.ping();
    redis.disconnect();
  };
  return { heard, close };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function tell(reporter: RedisMirror, events: readonly RunEvent[]): void {
  for (const event of events) reporter.on(event);
}

function logs(jobId: string, count: number, message = 'bought'): RunEvent {
  return {
    type: 'job-facts',
    at: 300,
    jobId,
    facts: Array.from({ length: count }, (_, index) => logged(message, { id: index + 1 })),
  };
}

function finished(jobId: string): RunEvent {
  const outcome = doneOf(jobId, { total: 1 });
  return { type: 'job-finished', at: 900, job: jobOf(jobId), outcome, trades: TRADES, attempts: 1, replayed: false };
}

function started(jobIds: readonly string[]): RunEvent[] {
  const jobs = jobIds.map((id) => jobOf(id));
  const jobEvents = jobs.map((job, thread): RunEvent => ({ type: 'job-started', at: 100, job, thread, attempt: 1 }));
  return [{ type: 'run-started', at: 0, run: runOf(jobs) }, ...jobEvents];
}

describe('with a redis-server', () => {
  let server: RedisServer;
  let warnings: string[];
  const warn = (message: string) => {
    warnings.push(message);
  };

  beforeEach(async () => {
    server = await startRedis();
    warnings = [];
  });
  afterEach(() => server.stop());

  it('publishes a backtest as Jesse does, in order', async () => {
    const ears = await listen(server.port);
    const reporter = openReporter(settingsOf(server.port), warn);
    const progress = (at: number, minutes: number): RunEvent => {
      return { type: 'progress', at, jobs: [{ jobId: 'a', thread: 0, minutes, totalMinutes: JOB_MINUTES }] };
    };
    const metrics = { total: 1, net_profit: 47.66, sharpe_ratio: Number.NaN, omega_ratio: Number.POSITIVE_INFINITY };
    tell(reporter, [
      ...started(['a']),
      progress(600, JOB_MINUTES / 4),
      progress(700, JOB_MINUTES / 2),
      logs('a', 1),
      { type: 'job-facts', at: 800, jobId: 'a', facts: [logged('oh', { id: 2, level: 'error', time: 7 })] },
      {
        type: 'job-facts',
        at: 800,
        jobId: 'a',
        facts: [
          published([1], { id: 3, time: 8, event: 'mood' }),
          traced('bought', { id: 4, time: 9 }),
          published([2], { id: 5, compressed: true }),
        ],
      },
      {
        type: 'job-finished',
        at: 900,
        job: jobOf('a'),
        outcome: doneOf('a', metrics),
        trades: TRADES,
        attempts: 1,
        replayed: false,
      },
      END,
    ]);
    await reporter.close();
    await ears.close();
    const session = ears.heard.filter(({ event }) => event.startsWith('backtest.'));
    expect(new Set(session.map(({ channel, id }) => `${channel} ${id}`))).toEqual(
      new Set([`9000:channel:1 ${RUN_ID}/a`]),
    );
    expect(session.map(({ event, is_compressed, data }) => [event, is_compressed ? unpacked(data) : data])).toEqual([
      ['backtest.general_info', { session_id: `${RUN_ID}/a`, debug_mode: 'False' }],
      [
        'backtest.candles_info',
        {
          duration: '61 days (2.03 months)',
          starting_time: FIRST_DAY,
          finishing_time: FIRST_DAY + JOB_MINUTES * 60_000,
          exchange_type: 'futures',
          exchange: 'Binance Perpetual Futures',
          leverage: 2,
          leverage_mode: 'cross',
        },
      ],
      [
        'backtest.routes_info',
        [{ exchange: 'Binance Perpetual Futures', symbol: 'FIL-USDT', timeframe: '1h', strategy_name: 'trend' }],
      ],
      ['backtest.progressbar', { current: 25, estimated_remaining_seconds: 1.5 }],
      [
        'backtest.info_log',
        { id: '1', session_id: `${RUN_ID}/a`, timestamp: FIRST_DAY, message: 'bought', level: 'info', step: null },
      ],
      [
        'backtest.error_log',
        { id: '2', session_id: `${RUN_ID}/a`, timestamp: 7, message: 'oh', level: 'error', step: null },
      ],
      ['backtest.mood', [1]],
      [
        'backtest.info_log',
        {
          ...{ id: '4', session_id: `${RUN_ID}/a`, timestamp: 9, message: 'bought' },
          ...{ level: 'debug', step: 'order_submission' },
        },
      ],
      ['backtest.signal', [2]],
      ['backtest.progressbar', { current: 100, estimated_remaining_seconds: 0 }],
      ['backtest.alert', { message: 'Successfully executed backtest simulation in: 0.25 seconds', type: 'success' }],
      [
        'backtest.hyperparameters',
        [
          ['fast', 8],
          ['slow', 21],
        ],
      ],
      ['backtest.metrics', { total: 1, net_profit: 47.66, sharpe_ratio: null, omega_ratio: null }],
      ['backtest.trades', [tradeRecord()]],
    ]);
    expect(warnings).toEqual([]);
  });

  it('publishes failed and cancelled backtests, and those that were not played again', async () => {
    const ears = await listen(server.port);
    const reporter = openReporter(settingsOf(server.port), warn);
    const failure = { code: 'StrategyError', message: 'Error: no luck', stack: 'at Trend.goLong' };
    tell(reporter, [
      ...started(['a', 'b']),
      {
        type: 'job-finished',
        at: 900,
        job: jobOf('c'),
        outcome: doneOf('c'),
        trades: TRADES,
        attempts: 1,
        replayed: true,
      },
      {
        type: 'job-finished',
        at: 900,
        job: jobOf('a'),
        outcome: failedOf('a', failure),
        trades: TRADES,
        attempts: 1,
        replayed: false,
      },
      {
        type: 'job-finished',
        at: 900,
        job: jobOf('b'),
        outcome: { status: 'cancelled', jobId: 'b', seconds: 1 },
        trades: TRADES,
        attempts: 1,
        replayed: false,
      },
    ]);
    await reporter.close();
    await ears.close();
    const ofSession = (job: string) => ears.heard.filter(({ id }) => id === `${RUN_ID}/${job}`);
    expect(ofSession('a').at(-1)).toMatchObject({
      event: 'backtest.exception',
      data: { error: 'StrategyError: Error: no luck', traceback: 'at Trend.goLong' },
    });
    expect(ofSession('b').at(-1)).toMatchObject({ event: 'backtest.termination', data: {} });
    expect(ofSession('c').map(({ event }) => event.replace('backtest.', ''))).toEqual(
      'general_info candles_info routes_info progressbar alert hyperparameters metrics trades'.split(' '),
    );
  });

  it('leaves trades out where it is asked to, and reads none', async () => {
    const ears = await listen(server.port);
    const reporter = openReporter(settingsOf(server.port), warn, { isFrugal: true });
    tell(reporter, [...started(['a']), finished('a'), finished('b')]);
    await reporter.close();
    await ears.close();
    const names = ears.heard.filter(({ id }) => id.endsWith('/a') || id.endsWith('/b')).map(({ event }) => event);
    expect(names).toContain('backtest.metrics');
    expect(names).not.toContain('backtest.trades');
    expect(reporter.readsTrades).toBe(false);
  });

  it('publishes only the end while nobody listens, where it is frugal', async () => {
    const reporter = openReporter(settingsOf(server.port), warn, { isFrugal: true });
    tell(reporter, started(['a', 'b']));
    await until(() => reporter.stats().published > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const before = reporter.stats().published;
    reporter.on(finished('a'));
    const ears = await listen(server.port);
    const names = () => ears.heard.map(({ event }) => event);
    for (let n = 0; !names().includes('batch.warning'); n++) {
      reporter.on({ type: 'warning', at: 900 + n, message: 'is anybody there?' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    tell(reporter, [finished('b'), END]);
    await reporter.close();
    await ears.close();
    expect(before).toBeLessThan(10);
    expect(names().filter((name) => name === 'batch.job_finished')).toHaveLength(1);
    expect(names().at(-1)).toBe('batch.finished');
  });

  it('publishes the whole run as batch events under the id of the run', async () => {
    const ears = await listen(server.port);
    const reporter = openReporter(settingsOf(server.port), warn);
    tell(reporter, [
      ...started(['a']),
      {
        type: 'progress',
        at: 600,
        jobs: [{ jobId: 'a', thread: 0, minutes: JOB_MINUTES / 2, totalMinutes: JOB_MINUTES }],
      },
      { type: 'job-retried', at: 700, jobId: 'a', reason: 'the worker died' },
      { type: 'warning', at: 700, message: 'the disk is full' },
      { type: 'run-stopping', at: 800 },
      {
        type: 'job-finished',
        at: 900,
        job: jobOf('a'),
        outcome: doneOf('a', { total: 1 }),
        trades: TRADES,
        attempts: 2,
        replayed: false,
      },
      END,
    ]);
    await reporter.close();
    await ears.close();
    const batch = ears.heard.filter(({ id }) => id === RUN_ID);
    expect(batch.map(({ event, data }) => [event, data])).toMatchObject([
      ['batch.started', { run_id: RUN_ID, threads: 2, jobs: 1, command: 'jbt run', started_at: 0 }],
      ['batch.job_started', { session_id: `${RUN_ID}/a`, job_id: 'a', thread: 0, attempt: 1, parameters: { fast: 8 } }],
      ['batch.progress', { current: 50, jobs: 1, running: 1, waiting: 0, done: 0, estimated_remaining_seconds: 0.5 }],
      ['batch.job_retried', { session_id: `${RUN_ID}/a`, job_id: 'a', reason: 'the worker died' }],
      ['batch.warning', { message: 'the disk is full' }],
      ['batch.stopping', {}],
      ['batch.job_finished', { session_id: `${RUN_ID}/a`, status: 'done', cached: false, attempts: 2, trades: 1 }],
      ['batch.finished', { run_id: RUN_ID, totals: { jobs: 0 } }],
    ]);
  });

  it('counts what strategies publish that cannot be JSON as dropped, and goes on', async () => {
    const ears = await listen(server.port);
    const reporter = openReporter(settingsOf(server.port), warn);
    const facts = [1n, undefined, [Number.NaN, Number.NEGATIVE_INFINITY]].map((value) =>
      published(value, { event: 'odd' }),
    );
    tell(reporter, [...started(['a']), { type: 'job-facts', at: 500, jobId: 'a', facts }]);
    await reporter.close();
    await ears.close();
    expect(ears.heard.filter(({ event }) => event === 'backtest.odd').map(({ data }) => data)).toEqual([
      null,
      [null, null],
    ]);
    expect(reporter.stats().dropped).toBe(1);
  });

  it('goes on after the server was killed and started again, and says how much it missed', async () => {
    const limits = { messages: 50, bytes: 1_000_000 };
    const reporter = openReporter(settingsOf(server.port), warn, { limits });
    tell(reporter, started(['a']));
    await until(() => reporter.stats().published === 5);
    await server.kill();
    await until(() => warnings.length === 1);
    tell(reporter, [logs('a', 200)]);
    await server.restart();
    await until(() => warnings.length === 2);
    const ears = await listen(server.port);
    tell(reporter, [END]);
    await reporter.close();
    await ears.close();
    expect(warnings).toEqual([
      expect.stringMatching(/^Redis at 127.0.0.1:\d+ cannot be reached \(.+\); the run goes on without it$/),
      expect.stringMatching(/^Redis at 127.0.0.1:\d+ is back; it missed 150 messages$/),
    ]);
    expect(ears.heard.at(-1)).toMatchObject({ event: 'batch.finished' });
    expect(reporter.stats()).toEqual({ published: 5 + 50 + 1, dropped: 150 });
  });

  it('tells the end of a run to a server that comes back only then', async () => {
    const reporter = openReporter(settingsOf(server.port), warn);
    tell(reporter, started(['a']));
    await until(() => reporter.stats().published === 5);
    await server.kill();
    await until(() => warnings.length === 1);
    tell(reporter, [END]);
    await server.restart();
    await reporter.close();
    expect(reporter.stats()).toEqual({ published: 5 + 1, dropped: 0 });
  });

  it('tells outcomes and the end to a slow server, and counts the logs that it gave up', async () => {
    const ears = await listen(server.port);
    const way = await slowWay(server.port, 200_000);
    const reporter = openReporter(settingsOf(way.port), warn, { closeMs: 4_000 });
    // A minute of messages, at least.
    tell(reporter, [...started(['a']), logs('a', 40_000), finished('a'), END]);
    await reporter.close();
    await ears.close();
    await way.close();
    const events = ears.heard.map(({ event }) => event);
    expect(events.slice(-2)).toEqual(['batch.job_finished', 'batch.finished']);
    expect(events).toEqual(expect.arrayContaining(['backtest.info_log', 'backtest.metrics', 'backtest.trades']));
    const { published, dropped } = reporter.stats();
    expect({ all: published + dropped, heard: published }).toEqual({ all: 5 + 40_000 + 6 + 1, heard: events.length });
    expect(warnings).toEqual([expect.stringMatching(/missed [\d,]+ messages$/)]);
  });

  it('keeps no more than its limit of large values', async () => {
    const limits = { messages: 100_000, bytes: 20_000_000 };
    const reporter = openReporter(settingsOf(await freePort()), warn, { limits });
    const value = { text: 'x'.repeat(2_000_000) };
    const facts = Array.from({ length: 50 }, () => published(value));
    tell(reporter, [...started(['a']), { type: 'job-facts', at: 500, jobId: 'a', facts }]);
    expect(reporter.stats().dropped).toBeGreaterThanOrEqual(40);
    await reporter.close();
  });

  it('gives up a server that hangs', async () => {
    const reporter = openReporter(settingsOf(server.port), warn);
    tell(reporter, started(['a']));
    await until(() => reporter.stats().published === 5);
    process.kill(server.pid, 'SIGSTOP');
    tell(reporter, [logs('a', 10)]);
    await reporter.close();
    expect(reporter.stats()).toEqual({ published: 5, dropped: 10 });
    expect(warnings.at(-1)).toMatch(/missed 10 messages$/);
  });
});

describe('with a server that wants a password', () => {
  let server: RedisServer;
  beforeEach(async () => {
    server = await startRedis(['--requirepass', 'secret']);
  });
  afterEach(() => server.stop());

  it('publishes with the right one', async () => {
    const reporter = openReporter(settingsOf(server.port, 'secret'), () => {});
    tell(reporter, [...started(['a']), END]);
    await reporter.close();
    expect(reporter.stats()).toEqual({ published: 6, dropped: 0 });
  });

  it.each([
    ['a wrong one', 'wrong', /WRONGPASS/],
    ['none', null, /NOAUTH/],
  ])('says once why it cannot with %s', async (_title, password, reason) => {
    const warnings: string[] = [];
    const warn = (message: string) => {
      warnings.push(message);
    };
    const reporter = openReporter(settingsOf(server.port, password), warn);
    tell(reporter, started(['a']));
    await until(() => warnings.length > 0);
    await reporter.close();
    expect(warnings[0]).toMatch(reason);
    expect(warnings.slice(1)).toEqual([expect.stringMatching(/missed 5 messages$/)]);
    expect(reporter.stats()).toEqual({ published: 0, dropped: 5 });
  });
});

describe('without any server', () => {
  it('ends at once, having warned once', async () => {
    const warnings: string[] = [];
    const settings = settingsOf(await freePort());
    const reporter = openReporter(settings, (message) => warnings.push(message));
    tell(reporter, [...started(['a']), logs('a', 1000), END]);
    await reporter.close();
    expect(reporter.stats()).toEqual({ published: 0, dropped: 1006 });
    expect(warnings).toEqual([
      expect.stringMatching(/cannot be reached \(connect ECONNREFUSED/),
      expect.stringMatching(/missed 1,006 messages$/),
    ]);
  });
});

function unpacked(data: unknown): unknown {
  return JSON.parse(gunzipSync(Buffer.from(String(data), 'base64')).toString());
}

function tradeRecord(): unknown {
  return {
    id: '1',
    strategy_name: 'Trend',
    symbol: 'FIL-USDT',
    exchange: 'Binance Perpetual Futures',
    type: 'long',
    entry_price: 4.02,
    exit_price: 4.5,
    qty: 100,
    opened_at: TRADE.openedAt,
    closed_at: TRADE.closedAt,
    fee: 0.34,
    size: 402,
    PNL: 47.66,
    PNL_percentage: null,
    holding_period: 86_340,
    leverage: 2,
    timeframe: '1h',
    orders: [
      {
        id: '1',
        trade_id: '1',
        session_id: `${RUN_ID}/a`,
        exchange_id: null,
        symbol: 'FIL-USDT',
        side: 'buy',
        type: 'STOP',
        qty: 100,
        filled_qty: 100,
        price: 4.02,
        status: 'EXECUTED',
        created_at: ORDER.createdAt,
        canceled_at: null,
        executed_at: ORDER.executedAt,
        exchange: 'Binance Perpetual Futures',
        reduce_only: false,
        submitted_via: null,
        jesse_submitted: true,
        order_exist_in_exchange: true,
        updated_at: null,
        session_mode: 'backtest',
      },
    ],
  };
}
