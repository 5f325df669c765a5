import { hostname } from 'node:os';
import { Redis } from 'ioredis';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { addressOf, openBrowser, openPage, shoot } from './support/browser.ts';
import { batch, candlesCsv, MARKET, Project, type Running } from './support/project.ts';
import { LASTING, SLOW } from './support/strategies.ts';

/** Fewer than the table draws at once. */
const VALUES = Array.from({ length: 14 }, (_, index) => index + 3);
/** A run of them lasts while Redis restarts. */
const SLOWER = SLOW.replace('+ 150', '+ 700');
const FILES = {
  'strategies/slow.ts': SLOWER.replace(
    'shouldLong() {',
    `after() { if (this.index === 5) this.log('<b>five</b>'); }\n  shouldLong() {`,
  ),
  'strategies/lasting.ts': LASTING,
  'slow.yaml': batch('slow', VALUES),
  'lasting.yaml': batch('lasting', [3, 4, 5]),
  'fil.csv': candlesCsv(5_760),
};

let browser: Browser;
let redis: RedisServer;
/** Plays; its folder stands for that of another machine. */
let there: Project;
/** Only looks. */
let here: Project;
let dashboard: Running;
let address: string;

const mirror = () => ['--redis', `redis://${redis.host}:${redis.port}`];

beforeAll(async () => {
  [browser, redis] = await Promise.all([openBrowser(), startRedis()]);
  there = new Project(FILES);
  here = new Project({});
  expect(await there.jbt('import', 'fil.csv', '--market', MARKET)).toMatchObject({ code: 0 });
  dashboard = here.start('dashboard', '--port', '0', ...mirror());
  address = await addressOf(dashboard.process.stdout);
});

afterAll(async () => {
  dashboard.process.kill('SIGINT');
  expect((await dashboard.ended).code).toBe(0);
  await browser.close();
  await redis.stop();
  there.remove();
  here.remove();
});

function rowsOf(page: Page) {
  return page.locator('.grid .row');
}

async function rowTexts(page: Page): Promise<readonly string[]> {
  return [...(await rowsOf(page).allInnerTexts())].sort();
}

describe('the page of a run that another machine mirrors to Redis', () => {
  it('lists it with its machine, moves, shows the same early and late, and recovers when Redis restarts', async () => {
    const running = await there.startUntil(1, 'run', 'slow.yaml', '--parallel', '1', '--fresh', ...mirror());
    const early = await openPage(browser);
    await early.page.goto(`${address}#/runs`);
    await expect
      .poll(async () => {
        await early.page.reload();
        return early.page.getByText(`on ${hostname()}`).count();
      })
      .toBe(1);
    await early.page.getByRole('link', { name: /^\d{4}-/ }).click();
    await rowsOf(early.page).nth(2).waitFor();
    await early.page.getByText('running', { exact: true }).waitFor();
    await redis.kill();
    await early.page.getByText('reconnecting to Redis').waitFor();
    await shoot(early.page, 'reconnecting');
    expect(await rowsOf(early.page).count()).toBeGreaterThan(2);
    await redis.restart();
    await early.page.getByText('reconnecting to Redis').waitFor({ state: 'detached' });
    const late = await openPage(browser);
    await late.page.goto(`${address}#/run/${running.run}`);
    await rowsOf(late.page).nth(3).waitFor();
    expect((await running.ended).code).toBe(0);
    for (const { page } of [early, late]) {
      await page.getByText('finished', { exact: true }).waitFor();
      await expect.poll(() => rowsOf(page).count()).toBe(VALUES.length);
    }
    expect(await rowTexts(late.page)).toEqual(await rowTexts(early.page));
    await late.page.getByRole('link', { name: 'Logs' }).click();
    await expect.poll(() => late.page.getByText('<b>five</b>').count()).toBe(VALUES.length);
    expect([...early.faults, ...late.faults]).toEqual([]);
  });

  it('says how to cancel it where its token is out of reach, and with that it is cancelled', async () => {
    const running = await there.startUntil(1, 'run', 'slow.yaml', '--parallel', '1', '--fresh', ...mirror());
    const { page } = await openPage(browser);
    await page.goto(`${address}#/run/${running.run}`);
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    const advice = (await page.getByRole('alert').textContent()) ?? '';
    expect(advice).toContain(`.jbt/runs/${running.run}/token on ${hostname()}`);
    const [, channel, request] = /redis-cli publish (\S+) '(.*)'$/.exec(advice) ?? [];
    const client = new Redis({ host: redis.host, port: redis.port });
    await client.publish(channel, request);
    await client.publish(channel, request.replace('TOKEN', there.read(running.run, 'token').trim()));
    client.disconnect();
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('without the right token, and was refused');
    expect(stderr).toContain('cancelled through Redis');
    await page.getByText('interrupted', { exact: true }).waitFor();
  });

  it('cancels one backtest of a run of its own folder', async () => {
    const own = there.start('dashboard', '--port', '0', ...mirror());
    const ownAddress = await addressOf(own.process.stdout);
    const running = await there.startUntil(
      1,
      'run',
      'lasting.yaml',
      '--parallel',
      '1',
      '--fresh',
      '--json',
      ...mirror(),
    );
    const { page, faults } = await openPage(browser);
    await page.goto(`${ownAddress}#/run/${running.run}`);
    await page.getByRole('button', { name: /^Cancel .*every=4/ }).click();
    const { code, stdout } = await running.ended;
    const report: Report = JSON.parse(stdout);
    expect(report.jobs.map(({ status }) => status)).toEqual(['done', 'cancelled', 'done']);
    expect(code).toBe(130);
    await page.getByText('interrupted', { exact: true }).waitFor();
    expect(faults).toEqual([]);
    own.process.kill('SIGINT');
    await own.ended;
  });
});

describe('without Redis', () => {
  it('the page shows the runs of its folder, and warns once on the screen', async () => {
    const alone = there.start('dashboard', '--port', '0', '--redis', 'redis://127.0.0.1:1');
    const { page, faults } = await openPage(browser);
    await page.goto(`${await addressOf(alone.process.stdout)}#/runs`);
    await page.getByText('jbt run slow.yaml').first().waitFor();
    await page.reload();
    await page
      .getByRole('link', { name: /^\d{4}-/ })
      .first()
      .click();
    await rowsOf(page).first().waitFor();
    alone.process.kill('SIGINT');
    const { stderr } = await alone.ended;
    expect(stderr.match(/warning: Redis at 127\.0\.0\.1:1 cannot be read/g)).toHaveLength(1);
    expect(faults).toEqual([]);
  });
});
