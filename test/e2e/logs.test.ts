import { gunzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENTS } from '../../docs/events-page.ts';
import type { LogLine } from '../../src/adapters/reporters/log-lines.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { candlesCsv, Project } from './support/project.ts';

/** Trades, and tells a numbered line and a numbered event on every bar. */
const TALKING = `
import { int, Strategy } from 'jbt-runner';

export default class Talking extends Strategy.with({ every: int(2, 100, 10) }) {
  override shouldLong() { return this.index % this.hp.every === 0; }
  override goLong() { this.buy = [10, this.price]; }
  override onOpenPosition() { this.takeProfit = [this.position.qty, this.price * 1.004]; }
  override before() {
    this.log('bar ' + this.index, this.index % 2 === 0 ? 'warning' : 'debug');
    this.publish('bar', { index: this.index }, { compression: this.index % 2 === 0 });
  }
}
`;

/** Logs more than anybody reads. */
const FLOODING = `
import { int, Strategy } from 'jbt-runner';

export default class Flooding extends Strategy.with({ lines: int(1, 2_000_000, 1), half: int(0, 1, 0) }) {
  override shouldLong() { return false; }
  override goLong() {}
  override before() {
    if (this.index !== 3) return;
    for (let n = 0; n < this.hp.lines; n++) this.log('line ' + n + ' of a strategy that has very much to say');
  }
}
`;

/** Tells the largest resident memory of the process, in kB, as it ends. */
const PEAK = `import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + '\\n'));`;

function batchOf(strategy: string, parameters: string, more = ''): string {
  return `
exchange: Binance Perpetual Futures
${more}
backtests:
  - { strategies: ${strategy}, symbols: FIL-USDT, timeframes: 15m, parameters: ${parameters} }
`;
}

const project = new Project({
  'peak.mjs': PEAK,
  'fil.csv': candlesCsv(2 * 1440),
  'strategies/talking.ts': TALKING,
  'strategies/flooding.ts': FLOODING,
  'jbt.yaml': batchOf('talking', '{ every: [3, 5, 7, 9] }'),
  'quiet.yaml': batchOf(
    'talking',
    '{ every: [3, 5, 7, 9] }',
    'env: { logging: { order_submission: false, balance_update: false } }',
  ),
  'wrong.yaml': batchOf('talking', '{ every: 3 }', 'env: { logging: { order_submision: false } }'),
  'million.yaml': batchOf('flooding', '{ lines: 1000000, half: [0, 1] }'),
  'twice.yaml': batchOf('flooding', '{ lines: 2000000, half: [0, 1] }'),
});

let server: RedisServer;

beforeAll(async () => {
  server = await startRedis();
  await project.importCandles();
});

afterAll(async () => {
  await server.stop();
  project.remove();
});

const address = () => ['--redis', `redis://${server.host}:${server.port}`];

type SessionLine = Extract<LogLine, { id: number }>;

/** Lines of the newest run by job, and the ids of each in the order of the file. */
function linesByJob(): ReadonlyMap<string, readonly SessionLine[]> {
  const text = project.read(project.runs().at(-1) ?? '', 'logs.ndjson').trimEnd();
  const lines: readonly LogLine[] = text.split('\n').map((line) => JSON.parse(line));
  const told = lines.filter((line): line is SessionLine => 'id' in line);
  const jobs = new Set(told.map(({ job }) => job));
  return new Map([...jobs].map((job) => [job, told.filter((line) => line.job === job)]));
}

const stepsOf = (lines: readonly SessionLine[]) =>
  new Set(lines.flatMap((line) => ('step' in line ? [line.step as string] : [])));

describe('the lines of backtests', () => {
  it('of two threads are numbered without a gap, in the order of their simulated time', async () => {
    await project.report('run', '--parallel', '2', '--debug');
    const jobs = linesByJob();
    expect(jobs.size).toBe(4);
    for (const [job, lines] of jobs) {
      expect(lines.map(({ id }) => id)).toEqual(lines.map((_, index) => index + 1));
      expect(lines.map(({ time }) => time)).toEqual(lines.map(({ time }) => time).sort());
      expect(new Set(lines.map(({ session }) => session))).toEqual(new Set([`${project.runs().at(-1)}/${job}`]));
      const kinds = new Set(lines.map((line) => ('event' in line ? 'event' : line.level)));
      expect(kinds).toEqual(new Set(['debug', 'warning', 'event']));
    }
  });

  it('lack debug lines without --debug, and every step that env.logging switches off with it', async () => {
    const loud = await project.report('run', '--debug', '--fresh');
    const all = stepsOf([...linesByJob().values()].flat());
    expect(all).toContain('order_submission');
    const quiet = await project.report('run', 'quiet.yaml', '--debug', '--fresh');
    const some = stepsOf([...linesByJob().values()].flat());
    expect(some).toEqual(new Set([...all].filter((step) => !['order_submission', 'balance_update'].includes(step))));
    const silent = await project.report('run', '--fresh');
    expect([...linesByJob().values()].flat().filter((line) => 'level' in line && line.level === 'debug')).toEqual([]);
    const results = ({ jobs }: typeof loud) => jobs.map(({ id, hash }) => ({ id, hash }));
    expect([results(quiet), results(silent)]).toEqual([results(loud), results(loud)]);
  });

  it('of another env.logging use the results of the cache', async () => {
    await project.report('run', '--fresh');
    const { totals } = await project.report('run', 'quiet.yaml');
    expect(totals.cached).toBe(totals.jobs);
  });

  it('cannot be switched by a name that there is not', async () => {
    const { code, stderr } = await project.jbt('run', 'wrong.yaml');
    expect([code, stderr]).toEqual([2, expect.stringContaining('did you mean "order_submission"?')]);
    expect(stderr).toContain('wrong.yaml');
  });
});

describe('on Redis', () => {
  it('come in order with published events between them, in messages that have the documented fields', async () => {
    const heard: { id: string; event: string; is_compressed: boolean; data: unknown }[] = [];
    const redis = new Redis({ host: server.host, port: server.port });
    redis.on('pmessage', (_pattern, _channel, text: string) => heard.push(JSON.parse(text)));
    await redis.psubscribe('*');
    await project.report('run', '--parallel', '2', '--debug', '--fresh', ...address());
    await redis.ping();
    redis.disconnect();

    const sessions = new Set(heard.filter(({ event }) => event === 'backtest.general_info').map(({ id }) => id));
    expect(sessions.size).toBe(4);
    for (const session of sessions) {
      const own = heard.filter(({ id, event }) => id === session && /_log$|\.bar$/.test(event));
      const numbers = own.map(({ event, data }) => (event === 'backtest.bar' ? null : Number((data as Line).id)));
      expect(numbers.map((number, index) => number ?? index + 1)).toEqual(own.map((_, index) => index + 1));
    }
    const bars = heard.filter(({ event }) => event === 'backtest.bar');
    for (const { is_compressed, data } of bars) {
      const value = is_compressed ? unpacked(data) : data;
      expect(value).toEqual({ index: expect.any(Number) });
      expect((value as { index: number }).index % 2 === 0).toBe(is_compressed);
    }
    const described = new Map(EVENTS.map(({ event, fields }) => [event, fields]));
    for (const { event, is_compressed, data } of heard) {
      if (event === 'backtest.bar') continue;
      const fields = described.get(event);
      if (fields === undefined) throw new Error(`${event} is not documented`);
      const listed = (fields ?? []).filter(({ path }) => !path.includes('.')).map(({ path }) => path);
      const records = fields === null ? [] : [is_compressed ? unpacked(data) : data].flat();
      for (const record of records) expect(Object.keys(record as object).sort()).toEqual([...listed].sort());
    }
  });
});

interface Line {
  readonly id: string;
}

function unpacked(data: unknown): unknown {
  return JSON.parse(gunzipSync(Buffer.from(String(data), 'base64')).toString());
}

/** Growth by two million lines more, each of which would take at least 200 bytes. */
const MOST_GROWTH_KB = 250_000;

describe('a million lines of each strategy', () => {
  it.each([
    ['alone', () => []],
    ['with Redis', address],
    ['with a Redis that is not there', () => ['--redis', 'redis://127.0.0.1:1']],
    ['with the live page', () => ['--dashboard']],
  ] as const)('%s neither end the run nor fill memory, and those without room are counted', async (_title, options) => {
    const million = await peakOf('million.yaml', options());
    const twice = await peakOf('twice.yaml', options());
    expect(twice - million).toBeLessThan(MOST_GROWTH_KB);
    const text = project.read(project.runs().at(-1) ?? '', 'logs.ndjson').trimEnd();
    const lines = text.split('\n').map((line) => JSON.parse(line));
    const dropped = lines.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
    expect(lines.filter(({ text: message }) => message !== undefined).length + dropped).toBe(4_000_000);
  });
});

async function peakOf(file: string, options: readonly string[]): Promise<number> {
  const variables = { NODE_OPTIONS: '--import ./peak.mjs' };
  const { ended } = project.startWith(variables, 'run', file, '--parallel', '2', '--fresh', ...options);
  const { code, stderr } = await ended;
  expect([code, stderr]).toEqual([0, expect.stringMatching(/peak \d+/)]);
  return Number(/peak (\d+)/.exec(stderr)?.[1]);
}
