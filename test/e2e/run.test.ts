import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobReport, Report } from '../../src/run/report.ts';
import { batch, candlesCsv, lasting, MARKET, Project } from './support/project.ts';
import { COUNTING, EXITING, GREEDY, KILLING, LOOPING, SLOW, THROWING, TREND } from './support/strategies.ts';

const VALUES = [3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25];

const project = new Project({
  'fil.csv': candlesCsv(4 * 1440),
  'strategies/trend.ts': TREND,
  'strategies/slow.ts': SLOW,
  'strategies/throwing.ts': THROWING,
  'strategies/exiting.ts': EXITING,
  'strategies/looping.ts': LOOPING,
  'strategies/greedy.ts': GREEDY,
  'strategies/misnamed.ts': TREND.replace('onOpenPosition', 'on_open_position'),
  'strategies/promising.ts': TREND.replace(
    'shouldLong() {',
    'shouldShort: () => any = async () => false;\n  shouldLong() {',
  ),
  'jbt.yaml': batch('strategies/trend.ts', VALUES),
  'slow.yaml': batch('strategies/slow.ts', VALUES),
});

beforeAll(async () => {
  await project.importCandles();
});

afterAll(() => project.remove());

const single = (strategy: string, ...rest: string[]) => [
  'run',
  `strategies/${strategy}.ts`,
  '--market',
  MARKET,
  '--timeframe',
  '15m',
  ...rest,
];

describe('jbt run', () => {
  it('comes to the same results on one thread, on two, in the main thread, and again', async () => {
    const one = await project.report('run', '--no-cache', '--parallel', '1');
    expect(one.totals).toEqual({ jobs: 12, done: 12, failed: 0, cancelled: 0, cached: 0 });
    expect(new Set(one.jobs.map(({ hash }) => hash)).size).toBeGreaterThan(6);
    expect(one.jobs.every(({ trades }) => trades > 0)).toBe(true);
    for (const words of [['--parallel', '2'], ['--parallel', '2'], ['--inline']]) {
      const other = await project.report('run', '--no-cache', ...words);
      expect(lasting(other)).toEqual(lasting(one));
    }
  });

  it('prints the best results on standard output, and how it went on standard error', async () => {
    const { code, stdout, stderr } = await project.jbt('run', 'jbt.yaml', '--sort', 'total', '--top', '3');
    expect(code).toBe(0);
    expect(stdout).toContain('Best 3 of 12');
    expect(stdout).toContain('trend');
    expect(stderr).toContain('12 backtests: 12 done');
    expect(stderr).toMatch(/^\.jbt\/runs\/.*\/report\.json$/m);
  });

  it('warns of methods that nobody calls before it plays', async () => {
    const { code, stderr } = await project.jbt(...single('misnamed'));
    const warning = 'strategies/misnamed.ts: jbt never calls on_open_position; did you mean onOpenPosition?';
    expect([code, stderr.split('\n')[0]]).toEqual([0, `warning: ${warning}`]);
  });

  it('fails a backtest whose hook returns a promise, at once and for that', async () => {
    const { jobs } = await project.report(...single('promising'));
    expect(jobs).toMatchObject([
      {
        attempts: 1,
        error: { code: 'InvalidStrategy', message: expect.stringMatching(/^shouldShort returned a promise/) },
      },
    ]);
  });

  it('writes a manifest, a journal and the report that --json prints', async () => {
    const { code, stdout } = await project.jbt('run', '--json', '--parallel', '2');
    expect(code).toBe(0);
    const [newest] = project.runs().slice(-1);
    expect(project.read(newest, 'report.json')).toBe(stdout);
    const report: Report = JSON.parse(stdout);
    expect(report).toMatchObject({
      format: 1,
      run: { id: newest, command: 'jbt run --json --parallel 2' },
      candles: [{ market: MARKET, base: '1m', filled: 0 }],
      redis: null,
    });
    expect(report.environment).toMatchObject({ node: process.versions.node, threads: 2 });
    const manifest = JSON.parse(project.read(newest, 'manifest.json'));
    expect(manifest).toMatchObject({ format: 1, id: newest, identity: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(manifest.jobs.map(({ id }: JobReport) => id)).toEqual(report.jobs.map(({ id }) => id));
    expect(Object.keys(manifest.candles)).toEqual([MARKET]);
    expect(project.read(newest, 'journal.ndjson').trim().split('\n')).toHaveLength(12);
  });

  it('writes the trades of every backtest with --trades, played now or known before', async () => {
    for (const flags of [['--fresh'], []]) {
      const { run, jobs } = await project.report('run', '--trades', ...flags);
      const lines = jobs.map(({ id }) => project.read(run.id, `trades/${id}.csv`).trim().split('\n').length);
      expect(lines).toEqual(jobs.map(({ trades }) => trades + 1));
    }
  });

  it('writes every order of every backtest with --orders, also where the trades are left out', async () => {
    const { run, jobs } = await project.report('run', '--orders');
    for (const { id, trades } of jobs) {
      const [heading, ...orders] = project.read(run.id, `orders/${id}.csv`).trim().split('\n');
      expect(heading).toMatch(/^id,exchange,symbol,side,type,/);
      expect(orders.filter((line) => line.includes(',EXECUTED,')).length).toBeGreaterThanOrEqual(2 * trades);
    }
  });

  it('never resumes a run that is finished', async () => {
    const before = project.runs().length;
    await project.report('run');
    await project.report('run');
    expect(project.runs()).toHaveLength(before + 2);
  });

  it.each<[string, string, string, RegExp, string[]]>([
    ['throws', 'throwing', 'StrategyError', /no more ideas/, []],
    ['ends the process', 'exiting', 'WorkerDied', /process\.exit/, []],
    ['loops forever', 'looping', 'Timeout', /longer than 1s/, ['--timeout', '1s']],
    ['stands still', 'looping', 'Stalled', /no simulated day/, ['--stall', '500ms']],
    ['allocates without end', 'greedy', 'OutOfMemory', /more than the 100 MB/, ['--memory', '100MB']],
  ])(
    'fails a backtest whose strategy %s, finishes the others, and exits with 1',
    async (_what, name, code, message, limit) => {
      const words = [...single('trend'), `strategies/${name}.ts`, ...limit, '--parallel', '2', '--json'];
      const ended = await project.jbt(...words);
      expect({ code: ended.code, stderr: ended.stderr }).toMatchObject({ code: 1 });
      const report: Report = JSON.parse(ended.stdout);
      expect(report.totals).toMatchObject({ jobs: 2, done: 1, failed: 1 });
      const failed = report.jobs.find(({ status }) => status === 'failed');
      expect(failed).toMatchObject({ strategy: `strategies/${name}.ts`, error: { code } });
      expect(failed?.error?.message).toMatch(message);
      if (code === 'StrategyError') expect(failed?.error?.stack).toContain('strategies/throwing.ts:6:');
    },
  );
});

describe('a run in the main thread', () => {
  it('fails a backtest whose strategy ends the process, and finishes the others', async () => {
    const words = [...single('exiting'), 'strategies/trend.ts', '--inline'];
    const report = await project.report(...words);
    expect(report.totals).toMatchObject({ jobs: 2, done: 1, failed: 1 });
    expect(report.jobs[0]).toMatchObject({ status: 'failed', error: { code: 'WorkerDied' } });
  });
});

describe('a run whose workers keep dying', () => {
  it('ends with exit code 4 and says how to play the rest', async () => {
    project.write('exiting.yaml', batch('strategies/exiting.ts', VALUES));
    const { code, stdout, stderr } = await project.jbt('run', 'exiting.yaml', '--parallel', '1', '--json');
    expect(code).toBe(4);
    expect(stderr).toMatch(/\nerror WorkersExhausted: .*7 of 12 backtests done.*jbt run exiting\.yaml --parallel 1/);
    expect(JSON.parse(stdout).totals).toMatchObject({ failed: 7, cancelled: 5 });
  });
});

describe('a strategy that counts in its module', () => {
  it('finds the same in equal backtests, which are kept, and is warned of with its line', async () => {
    project.write('strategies/counting.js', COUNTING);
    project.write('counting.yaml', batch('strategies/counting.js', [1, 2, 3, 4, 5, 6]));
    for (const [threads, cached] of [
      ['2', 0],
      ['1', 6],
    ] as const) {
      const { code, stdout, stderr } = await project.jbt('run', 'counting.yaml', '--parallel', threads, '--json');
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringMatching(
          /^warning: .*counting\.js: is evaluated anew .* begun is assigned \(.*counting\.js:7\)/,
        ),
      });
      const { jobs, totals }: Report = JSON.parse(stdout);
      expect(new Set(jobs.map(({ hash }) => hash)).size).toBe(1);
      expect(totals).toMatchObject({ done: 6, cached });
    }
  });
});

describe('a backtest that ends the whole process', () => {
  it('ends two starts, fails in the third, and the others are done', async () => {
    project.write('strategies/killing.ts', KILLING);
    const words = [...single('killing'), 'strategies/trend.ts', '--parallel', '2', '--json'];
    const [first, second, third] = [
      await project.jbt(...words),
      await project.jbt(...words),
      await project.jbt(...words),
    ];
    expect([first.code, second.code, third.code]).toEqual([null, null, 1]);
    const report: Report = JSON.parse(third.stdout);
    expect(report.totals).toMatchObject({ jobs: 2, done: 1, failed: 1 });
    const message = expect.stringContaining('the whole process ended 2 times');
    expect(report.jobs[0]).toMatchObject({ error: { code: 'WorkerDied', message } });
  });
});

describe('jbt report', () => {
  it('prints again what a run found, the newest or the one that is named', async () => {
    const first = await project.jbt('run', 'jbt.yaml');
    const json = await project.jbt('run', 'strategies/trend.ts', '--market', MARKET, '--timeframe', '1h', '--json');
    const [older, newer] = project.runs().slice(-2);
    expect(await project.jbt('report', older)).toMatchObject({ code: 0, stdout: first.stdout });
    expect(await project.jbt('report', '--json')).toMatchObject({ code: 0, stdout: json.stdout });
    expect(JSON.parse(json.stdout).run.id).toBe(newer);
  });

  it('says so when nothing is done', async () => {
    const report = await project.report('run', 'jbt.yaml');
    const jobs = report.jobs.map((job) => ({ ...job, status: 'cancelled', hash: null, metrics: null, trades: 0 }));
    const totals = { ...report.totals, done: 0, cancelled: 12 };
    project.write(`.jbt/runs/${report.run.id}/report.json`, JSON.stringify({ ...report, totals, jobs }));
    expect(await project.jbt('report', report.run.id)).toMatchObject({
      code: 0,
      stdout: '0 of 12 backtests done\n',
    });
  });

  it('refuses a run that is not there', async () => {
    const { code, stderr } = await project.jbt('report', '1999');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^error FileNotFound: there is no run 1999/),
    });
  });
});

describe('a run whose process is killed', () => {
  it('is gone on with by the same command: nothing is played twice, and the report is that of an undisturbed run', async () => {
    const words = ['run', 'slow.yaml', '--parallel', '2'];
    const { process: child, ended, run: folder } = await project.startUntil(4, ...words);
    child.kill('SIGKILL');
    await ended;
    expect(project.read(folder, 'report.json')).toBe('');
    const before = project.read(folder, 'journal.ndjson');

    const resumed = await project.jbt(...words, '--json');
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toMatch(new RegExp(`run ${folder} goes on: \\d+ backtests done already`));
    expect(project.runs().at(-1)).toBe(folder);
    const journal = project.read(folder, 'journal.ndjson');
    expect(journal.startsWith(before.slice(0, before.lastIndexOf('\n')))).toBe(true);
    const played = journal
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).outcome.jobId);
    expect(new Set(played).size).toBe(12);
    expect(played).toHaveLength(12);

    const undisturbed = await project.report(...words);
    expect(undisturbed.run.id).not.toBe(folder);
    expect(lasting(JSON.parse(resumed.stdout))).toEqual(lasting(undisturbed));
  });
});

describe('a run whose journal is damaged', () => {
  it('plays again what it cannot trust, says so once, and comes to the same report', async () => {
    const words = ['run', 'slow.yaml', '--parallel', '2', '--seed', '7'];
    const { process: child, ended, run: folder } = await project.startUntil(4, ...words);
    child.kill('SIGKILL');
    await ended;
    const journal = project.read(folder, 'journal.ndjson');
    const [first] = journal.split('\n');
    const damagedLine = first.replace(/"candles":(\d)/, (_field, digit) => `"candles":${Number(digit) ^ 1}`);
    project.write(`.jbt/runs/${folder}/journal.ndjson`, journal.replace(first, damagedLine));

    const resumed = await project.jbt(...words, '--json');
    expect(resumed.code).toBe(0);
    expect(resumed.stderr.match(/^warning: .*journal.*$/gm)).toEqual([
      expect.stringMatching(/1 line of .*journal\.ndjson cannot be trusted .*: these backtests are played again$/),
    ]);
    expect(lasting(JSON.parse(resumed.stdout))).toEqual(lasting(await project.report(...words)));
  });
});

describe('a run that is asked for trades only when it goes on', () => {
  it('has those of what was done before, too', async () => {
    const words = ['run', 'slow.yaml', '--parallel', '2', '--seed', '5'];
    const { process: child, ended, run: folder } = await project.startUntil(2, ...words);
    child.kill('SIGKILL');
    await ended;
    const { run, jobs } = await project.report(...words, '--trades');
    expect(run.id).toBe(folder);
    const lines = jobs.map(({ id }) => project.read(folder, `trades/${id}.csv`).trim().split('\n').length);
    expect(lines).toEqual(jobs.map(({ trades }) => trades + 1));
  });
});

describe('Ctrl-C', () => {
  it('once stops cleanly, reports what is done, exits with 130, and the same command plays the rest', async () => {
    const words = ['run', 'slow.yaml', '--parallel', '1'];
    const { process: child, ended, run } = await project.startUntil(2, ...words, '--json');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain(`of 12 backtests done; to play the rest: jbt ${words.join(' ')} --json`);
    const report: Report = JSON.parse(stdout);
    expect(report.run).toMatchObject({ id: run, finished: null });
    expect(report.totals.done).toBeGreaterThanOrEqual(2);
    expect(report.totals.cancelled).toBe(12 - report.totals.done);

    const resumed = await project.report(...words);
    expect(resumed.run.id).toBe(run);
    expect(resumed.totals).toMatchObject({ done: 12, cancelled: 0 });
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('has the same effect as %s', async (signal) => {
    const words = ['run', 'slow.yaml', '--parallel', '1', '--seed', signal === 'SIGTERM' ? '7' : '8'];
    const { process: child, ended } = await project.startUntil(2, ...words, '--json');
    child.kill(signal);
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(JSON.parse(stdout).run).toMatchObject({ finished: null });
  });

  it('ends a run in the main thread at once, which the same command then goes on with', async () => {
    const words = ['run', 'slow.yaml', '--inline', '--seed', '3'];
    const { process: child, ended, run } = await project.startUntil(2, ...words);
    child.kill('SIGINT');
    await ended;
    expect(child.signalCode).toBe('SIGINT');
    const resumed = await project.report(...words);
    expect(resumed.run.id).toBe(run);
    expect(resumed.totals).toMatchObject({ done: 12, cancelled: 0 });
  });

  it('ends a hook without end in the main thread', async () => {
    const { process: child, ended } = await project.startUntil(0, ...single('looping', '--inline', '--seed', '3'));
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill('SIGINT');
    await ended;
    expect(child.signalCode).toBe('SIGINT');
  });

  it('leaves a run that --fresh does not go on with, and the same command without it does', async () => {
    const words = ['run', 'slow.yaml', '--parallel', '1', '--seed', '5'];
    const first = await project.startUntil(2, ...words);
    first.process.kill('SIGINT');
    await first.ended;

    const second = await project.startUntil(1, ...words, '--fresh');
    second.process.kill('SIGINT');
    const { stderr } = await second.ended;
    expect(second.run).not.toBe(first.run);
    expect(stderr).not.toContain('goes on');
    expect(stderr).toContain(`to play the rest: jbt ${words.join(' ')}\n`);

    const resumed = await project.report(...words);
    expect(resumed.run.id).toBe(second.run);
    const fresh = await project.report(...words, '--fresh');
    expect(fresh.run.id).not.toBe(second.run);
    expect(fresh.totals).toMatchObject({ done: 12, cached: 0 });
  });

  it('twice ends at once', async () => {
    const { process: child, ended, run } = await project.startUntil(0, ...single('looping', '--parallel', '1'));
    // Signals are heard before the first backtest begins.
    await expect.poll(() => project.read(run, 'begun.ndjson'), { timeout: 60_000 }).toContain('"begun"');
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 400));
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });
});
