import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { addressOf, openBrowser, openPage, shoot } from './support/browser.ts';
import { batch, candlesCsv, MARKET, Project, type Running } from './support/project.ts';
import { SLOW } from './support/strategies.ts';

const VALUES = Array.from({ length: 40 }, (_, index) => index + 3);
/** Seconds a backtest, so that a person could look. */
const SLOWER = SLOW.replace('+ 150', '+ 1500');

let browser: Browser;
let redis: RedisServer;
let project: Project;
const started: Running[] = [];

const at = () => ['--redis', `redis://${redis.host}:${redis.port}`];

function start(...words: readonly string[]): Running {
  const running = project.start(...words, ...at());
  started.push(running);
  return running;
}

const worker = (host: string, threads: number): Running =>
  start('worker', '--host', host, '--parallel', String(threads), '--cache', `worker-${host}`);

beforeAll(async () => {
  [browser, redis] = await Promise.all([openBrowser(), startRedis()]);
  project = new Project({
    'strategies/slow.ts': SLOWER,
    'jbt.yaml': batch('slow', VALUES),
    'fil.csv': candlesCsv(2 * 1_440),
  });
  expect(await project.jbt('import', 'fil.csv', '--market', MARKET)).toMatchObject({ code: 0 });
});

afterAll(async () => {
  for (const running of started) running.process.kill('SIGKILL');
  await Promise.all(started.map(({ ended }) => ended));
  await browser.close();
  await redis.stop();
  project.remove();
});

const workersOf = (page: Page) => page.getByRole('region', { name: 'Workers' });

/** Host, state and threads of each row. */
async function rowsOf(page: Page): Promise<readonly string[]> {
  const rows = await workersOf(page).locator('tbody tr').all();
  return Promise.all(rows.map(async (row) => (await row.locator('td').allInnerTexts()).slice(0, 3).join(' ')));
}

/** Elements that are wider than their place. */
const tooWide = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`['html', '.workers .scroll'].filter((name) => {
    const { scrollWidth, clientWidth } = document.querySelector(name);
    return scrollWidth > clientWidth;
  })`);

describe('the page of a run on several machines', () => {
  it('shows the workers by host, live and from Redis, and their threads while these are few', async () => {
    const fast = worker('cricket', 2);
    worker('bee', 1);
    worker('a-machine-with-a-name-of-sixty-characters-as-clouds-give-them', 1);
    const running = start('run', '--remote', '--dashboard', '--fresh', '--no-cache');
    const live = await openPage(browser);
    await live.page.goto(await addressOf(running.process.stderr));
    const all = [
      'a-machine-with-a-name-of-sixty-characters-as-clouds-give-them playing 1',
      'bee playing 1',
      'cricket playing 2',
    ];
    await expect.poll(() => rowsOf(live.page)).toEqual(all);
    await workersOf(live.page).getByText('3 hosts · 4 threads').waitFor();
    await expect.poll(() => live.page.getByLabel(/^Thread \d+$/).count()).toBe(4);
    expect(await workersOf(live.page).locator('td.host').last().getAttribute('title')).toMatch(/^cricket: .+, \w+ \d/);

    const dashboard = start('dashboard', '--port', '0');
    const mirrored = await openPage(browser, { viewport: { width: 400, height: 844 }, colorScheme: 'dark' });
    await mirrored.page.goto(`${await addressOf(dashboard.process.stdout)}#/run/${project.runs().at(-1)}`);
    await expect.poll(() => rowsOf(mirrored.page)).toEqual(all);

    for (const { page } of [live, mirrored])
      await expect.poll(() => workersOf(page).locator('td:nth-child(5)').allInnerTexts()).not.toContain('0');
    expect(await tooWide(mirrored.page)).toEqual([]);
    await shoot(mirrored.page, 'workers-phone-dark');
    await shoot(live.page, 'workers-light');
    await live.page.emulateMedia({ colorScheme: 'dark' });
    await shoot(live.page, 'workers-dark');
    fast.process.kill('SIGINT');
    for (const { page } of [live, mirrored]) {
      await expect.poll(async () => (await rowsOf(page)).at(-1)).toBe('cricket left 2');
      await expect.poll(() => page.getByLabel(/^Thread \d+$/).count()).toBe(2);
    }
    await shoot(live.page, 'workers-left');
    running.process.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await workersOf(live.page).waitFor({ state: 'detached' });
    expect([...live.faults, ...mirrored.faults]).toEqual([]);
  });
});
