import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from './support/browser.ts';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { LOOPING, TREND } from './support/strategies.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples/api');
const run = promisify(execFile);

describe('the programming interface', () => {
  const project = new Project({
    'jbt.yaml': batch('trend', [3, 5, 7]),
    'fil.csv': candlesCsv(4 * 1440),
    'strategies/trend.ts': TREND,
    'strategies/looping.ts': LOOPING,
    'strategies/throwing.ts': TREND.replace(
      'shouldLong() {',
      "shouldLong() {\n    if (this.index > 3) throw new Error('no more');",
    ),
  });

  /** Runs a program in the project and returns what it printed, which must be nothing on standard error. */
  async function program(code: string, options: { readonly cwd?: string } = {}): Promise<string> {
    project.write('program.mjs', code);
    const { stdout, stderr } = await run(process.execPath, [join(project.folder, 'program.mjs')], {
      cwd: project.folder,
      ...options,
    });
    expect(stderr).toBe('');
    return stdout.trim();
  }

  beforeAll(async () => {
    mkdirSync(join(project.folder, 'node_modules'));
    symlinkSync(ROOT, join(project.folder, 'node_modules/jbt-runner'));
    await project.jbt('import', 'fil.csv', '--market', MARKET);
  });

  afterAll(() => project.remove());

  it('comes to the report of jbt run, prints nothing, hears no signal and ends no process', async () => {
    const printed = await program(`
      import { runBatch } from 'jbt-runner/node';
      const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
      const report = await runBatch('jbt.yaml', { fresh: true });
      const after = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM');
      console.log(JSON.stringify({ hashes: report.jobs.map(({ hash }) => hash), listeners: after - before }));
    `);
    const { jobs } = await project.report('run', '--fresh');
    expect(JSON.parse(printed)).toEqual({ hashes: jobs.map(({ hash }) => hash), listeners: 0 });
  });

  it('throws errors with a code and what to do', async () => {
    const printed = await program(`
      import { JbtError, runBatch } from 'jbt-runner/node';
      const tried = [
        ['none.yaml'],
        [{ backtests: [] }],
        [{ exchange: 'x', backtests: [{ strategies: 'trend', symbols: 'A-B', timeframes: '1h' }] }],
        ['jbt.yaml', { parallel: 1.5 }],
        ['jbt.yaml', { shard: { index: 4, of: 3 } }],
        ['jbt.yaml', { cwd: 'elsewhere' }],
      ];
      for (const [given, options] of tried) {
        try { await runBatch(given, options); } catch (error) {
          if (!(error instanceof JbtError)) throw error;
          console.log(error.code);
        }
      }
    `);
    expect(printed.split('\n')).toEqual([
      'FileNotFound',
      'InvalidBatch',
      'InvalidBatch',
      'InvalidOption',
      'InvalidOption',
      'FileNotFound',
    ]);
  });

  it('stops by a signal of the program, and the same call goes on', async () => {
    const printed = await program(`
      import { prepare, runBatch } from 'jbt-runner/node';
      const input = { exchange: 'Binance Perpetual Futures', backtests: [
        { strategies: ['trend', 'looping'], symbols: 'FIL-USDT', timeframes: '15m' }] };
      const stopping = new AbortController();
      const run = await prepare(input, { fresh: true, parallel: 1, stall: null, signal: stopping.signal });
      for await (const event of run.events()) if (event.type === 'job-finished' && event.row.status === 'done') stopping.abort();
      const first = await run.finished;
      const again = await prepare(input, { parallel: 1, stall: null });
      for await (const event of again.events()) if (event.type === 'job-finished') again.stop();
      const second = await again.finished;
      await again.close();
      console.log(JSON.stringify([first.run.finished, first.totals.done, second.run.id === first.run.id]));
    `);
    expect(JSON.parse(printed)).toEqual([null, 1, true]);
  });

  it('gives a slow reader every outcome, and of progress the newest', async () => {
    const printed = await program(`
      import { prepare } from 'jbt-runner/node';
      const every = Array.from({ length: 40 }, (_, index) => index + 2);
      const input = { exchange: 'Binance Perpetual Futures', backtests: [
        { strategies: 'trend', symbols: 'FIL-USDT', timeframes: '15m', parameters: { every } }] };
      const run = await prepare(input, { fresh: true });
      const events = run.events();
      await run.finished;
      const types = {};
      for await (const { type } of events) types[type] = (types[type] ?? 0) + 1;
      console.log(JSON.stringify(types));
    `);
    expect(JSON.parse(printed)).toMatchObject({ 'run-started': 1, 'job-finished': 40, 'run-finished': 1 });
    expect(JSON.parse(printed).progress ?? 0).toBeLessThanOrEqual(1);
  });

  it('throws what a backtest failed of, with the stack of the strategy', async () => {
    const printed = await program(`
      import { backtest } from 'jbt-runner/node';
      const input = { exchange: 'Binance Perpetual Futures', strategies: 'throwing', symbols: 'FIL-USDT', timeframes: '15m' };
      try { await backtest(input); } catch (error) { console.log(error.name, error.code, error.stack); }
      try { await backtest({ ...input, timeframes: ['15m', '1h'] }); } catch (error) { console.log(error.message); }
    `);
    expect(printed).toMatch(/^BacktestFailed StrategyError .*no more[\s\S]*strategies\/throwing\.ts:\d+/);
    expect(printed).toContain('found 2 backtests, allowed: one');
  });

  it('matches trades with those of a baseline, and names the first that differs', async () => {
    await project.report('run');
    await project.jbt('baseline', 'save');
    const printed = await program(`
      import { backtest, toTradeLike } from 'jbt-runner/node';
      const input = { exchange: 'Binance Perpetual Futures', strategies: 'trend', symbols: 'FIL-USDT', timeframes: '15m' };
      const same = await backtest({ ...input, parameters: { every: 5 } });
      const other = await backtest({ ...input, parameters: { every: 3 } });
      console.log(toTradeLike(same, 'baseline.ndjson').pass, toTradeLike(same, other).pass);
      console.log(toTradeLike(same, other).message());
      try { toTradeLike(same, 'none.ndjson'); } catch (error) { console.log(error.code); }
    `);
    expect(printed).toMatch(/^true false\nexpected the same trades\n {2}first trade that differs: number \d+\n/);
    expect(printed).toContain('FileNotFound');
  });

  describe('in its examples', () => {
    it.each(readdirSync(EXAMPLES))('%s runs', async (name) => {
      const demo = new Project({ 'strategies/none.txt': '' });
      try {
        await demo.jbt('init', 'project');
        const folder = join(demo.folder, 'project');
        mkdirSync(join(folder, 'node_modules'), { recursive: true });
        symlinkSync(ROOT, join(folder, 'node_modules/jbt-runner'));
        copyFileSync(join(EXAMPLES, name), join(folder, name));
        const { stdout, stderr } = await run(process.execPath, [name], { cwd: folder });
        expect([stdout.trim().split('\n').length > 0 && stdout !== '', stderr]).toEqual([true, '']);
      } finally {
        demo.remove();
      }
    });
  });

  describe('play', () => {
    const example = join(EXAMPLES, 'play.mjs');
    const PRINTED = '2 trades, 1 won';

    it('runs in Deno without any permission', async () => {
      const code = readFileSync(example, 'utf8').replaceAll(
        /from 'jbt-runner(\/play)?'/g,
        (_, path) => `from '${join(ROOT, 'dist/src', path === undefined ? 'index.js' : 'play.js')}'`,
      );
      project.write('deno.mjs', code);
      const deno = join(ROOT, 'node_modules/.bin/deno');
      const { stdout } = await run(deno, ['run', '--no-prompt', join(project.folder, 'deno.mjs')]);
      expect(stdout.trim()).toBe(PRINTED);
    });

    it('runs in a browser from one bundle', async () => {
      const { outputFiles } = await build({
        entryPoints: [example],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'browser',
        // The paths of this project would mix sources with what is built.
        tsconfigRaw: {},
        absWorkingDir: ROOT,
      });
      const browser = await openBrowser();
      try {
        const { page, faults } = await openPage(browser);
        const told = page.waitForEvent('console');
        await page.addScriptTag({ type: 'module', content: outputFiles[0].text });
        expect((await told).text()).toBe(PRINTED);
        expect(faults).toEqual([]);
      } finally {
        await browser.close();
      }
    });
  });
});
