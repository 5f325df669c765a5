import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePage } from '../../src/cli/dashboard/serve.ts';
import { frameOf } from '../../src/dashboard/server/frames.ts';
import type { Runs } from '../../src/dashboard/server/runs.ts';
import { EMPTY_VIEW, type ServerMessage, wireViewOf } from '../../src/dashboard/wire.ts';
import { NO_RUNS } from '../dashboard/support.ts';
import { runOf, workerOf } from '../support/scripted-run.ts';
import { MARKUP, openBrowser, openPage, shoot } from './support/browser.ts';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

let browser: Browser;
let project: Project;

beforeAll(async () => {
  browser = await openBrowser();
  project = new Project({
    'strategies/trend.ts': TREND,
    'trend.yaml': batch('trend', [3, 4, 5]),
    'fil.csv': candlesCsv(2_880),
  });
  expect(await project.jbt('import', 'fil.csv', '--market', MARKET)).toMatchObject({ code: 0 });
  expect(await project.jbt('run', 'trend.yaml')).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await browser.close();
  project.remove();
});

/** Runs of which each is the one of a message. */
function runsOf(message: ServerMessage): Runs {
  return {
    ...NO_RUNS,
    async follow(_run, follower) {
      follower.send(frameOf(message));
      return () => {};
    },
  };
}

describe('the page at its edges', () => {
  it('says that the server of a run under way is gone, and shows the run again once it is back', async () => {
    const empty = wireViewOf(EMPTY_VIEW);
    const differences = { strategies: false, symbols: false, timeframes: false, dates: false, parameters: [] };
    const about = {
      id: 'r1',
      folder: '',
      command: 'jbt run',
      startedAt: 0,
      debug: false,
      threads: 1,
      meetingPlace: null,
      jobs: 9,
      minutes: 0,
      differences,
    };
    const { jobs: rows } = JSON.parse(project.read(project.runs()[0], 'report.json'));
    const view = { ...empty, rows, state: { ...empty.state, phase: 'running', run: about } } as const;
    const runs = runsOf({ kind: 'view', run: 'r1', view });
    const first = await servePage(runs, { host: '127.0.0.1', port: 0, token: null });
    const { page } = await openPage(browser);
    await page.goto(first.url);
    const shown = page.locator('.grid .row');
    await expect.poll(() => shown.count()).toBe(3);
    await first.close();
    const lost = page.getByText('connection lost');
    await lost.waitFor();
    expect(await shown.count()).toBe(3);
    const port = Number(new URL(first.url).port);
    const second = await servePage(runs, { host: '127.0.0.1', port, token: null });
    await lost.waitFor({ state: 'detached' });
    expect(await shown.count()).toBe(3);
    await page.context().close();
    await second.close();
  });

  it('shows many threads of several machines by their workers alone, and says what each of these is', async () => {
    const workers = [
      ...Array.from({ length: 10 }, (_, index) => workerOf(`host-${index}`, { firstThread: 4 * index, jobs: 1_234 })),
      workerOf('gone', { state: 'left', silentMs: 200_000 }),
      workerOf('quiet', { state: 'silent', silentMs: 12_000 }),
      workerOf(MARKUP, { state: 'refused', jbt: '0.0.9' }),
    ];
    const threads = Array.from({ length: 40 }, () => ({ running: null, played: 0 }));
    const { state } = wireViewOf(EMPTY_VIEW);
    const run = { ...runOf([], 1), jobs: 40 };
    const view = { ...wireViewOf(EMPTY_VIEW), state: { ...state, phase: 'running', run, threads, workers } } as const;
    const server = await servePage(runsOf({ kind: 'view', run: run.id, view }), {
      ...{ host: '127.0.0.1', port: 0, token: null },
    });
    const { page, faults } = await openPage(browser);
    await page.goto(server.url);
    const table = page.getByRole('region', { name: 'Workers' });
    await table.getByText('10 hosts · 40 threads').waitFor();
    const rows = (await table.locator('tbody tr').allInnerTexts()).map((row) => row.split(/\s*\t\s*/));
    expect(rows[0]).toEqual(['host-0', 'playing', '4', '1,234', '–', 'now', '0.1.0', '20.19.0']);
    expect(rows.slice(10)).toEqual([
      ['quiet', 'silent', '4', '0', '–', '12 s ago', '0.1.0', '20.19.0'],
      [MARKUP, 'refused', '4', '0', '–', 'now', '0.0.9', '20.19.0'],
      ['gone', 'left', '4', '0', '–', '3 min ago', '0.1.0', '20.19.0'],
    ]);
    expect(await page.getByLabel(/^Thread \d+$/).count()).toBe(0);
    await shoot(page, 'workers-many');
    expect(faults).toEqual([]);
    await page.context().close();
    await server.close();
  });

  it('shows markup in names of strategies, symbols and parameters as text', async () => {
    const run = project.runs()[0];
    const report = JSON.parse(project.read(run, 'report.json'));
    const [row] = report.jobs;
    const hostile = {
      ...row,
      id: '0009-markup',
      strategy: MARKUP,
      routes: [{ ...row.routes[0], strategy: MARKUP, symbol: MARKUP }],
      parameters: { [MARKUP]: MARKUP },
    };
    const view = { ...wireViewOf(EMPTY_VIEW), rows: [hostile, row], report: { ...report, jobs: [] } };
    const runs = runsOf({ kind: 'view', run, view });
    const server = await servePage(runs, { host: '127.0.0.1', port: 0, token: null });
    const { page, faults } = await openPage(browser);
    await page.goto(server.url);
    await page.getByText(MARKUP, { exact: false }).nth(2).waitFor();
    expect(faults).toEqual([]);
    await page.goto(`${server.url}#/run/${run}/compare?pinned=${hostile.id},${row.id}`);
    await page.getByRole('region', { name: 'Differences' }).getByText(MARKUP, { exact: false }).first().waitFor();
    expect(await page.locator('main script').count()).toBe(0);
    expect(await page.title()).toBe('jbt');
    await page.context().close();
    await server.close();
  });

  it('is loaded only where a run is asked to show it', async () => {
    const loaded = async (...options: readonly string[]): Promise<readonly string[]> => {
      const coverage = join(project.folder, `coverage${options.length}`);
      const argv = ['run', 'trend.yaml', '--fresh', '--inline', ...options];
      const running = project.startWith({ NODE_V8_COVERAGE: coverage }, ...argv);
      expect((await running.ended).code).toBe(0);
      const scripts = readdirSync(coverage).flatMap((name) => {
        const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8'));
        return result.map(({ url }: { readonly url: string }) => url);
      });
      return scripts.filter((url) => /\/live-page-|node_modules\/ws\//.test(url));
    };
    expect(await loaded()).toEqual([]);
    expect(await loaded('--dashboard')).not.toEqual([]);
  });
});
