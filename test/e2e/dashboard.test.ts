import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/run/report.ts';
import { addressOf, MARKUP, openBrowser, openPage, shoot } from './support/browser.ts';
import { batch, candlesCsv, MARKET, Project } from './support/project.ts';
import { LASTING, SLOW, TREND } from './support/strategies.ts';

/** Trades, logs, plots and publishes; its texts would be markup on a careless page. */
const TALKING = TREND.replace('class Trend', 'class Talking').replace(
  'shouldLong() {',
  `after() {
    this.plot('twice', this.price * 2);
    if (this.index === 5) this.log(${JSON.stringify(MARKUP)});
    if (this.index === 5) this.log('calm', 'warning');
    if (this.index === 6) this.publish('note', { text: ${JSON.stringify(MARKUP)} });
  }
  shouldLong() {`,
);

const VALUES = Array.from({ length: 12 }, (_, index) => index + 3);

let browser: Browser;
let project: Project;

beforeAll(async () => {
  browser = await openBrowser();
  project = new Project({
    'strategies/trend.ts': TREND,
    'strategies/slow.ts': SLOW,
    'strategies/lasting.ts': LASTING,
    'strategies/talking.ts': TALKING,
    'trend.yaml': batch('trend', VALUES),
    'slow.yaml': batch('slow', VALUES),
    'lasting.yaml': batch('lasting', [3, 4, 5]),
    'talking.yaml': batch('talking', [7]),
    'fil.csv': candlesCsv(5_760),
  });
  expect(await project.jbt('import', 'fil.csv', '--market', MARKET)).toMatchObject({ code: 0 });
});

afterAll(async () => {
  await browser.close();
  project.remove();
});

function rowsOf(page: Page) {
  return page.locator('.grid .row');
}

/** Texts of the table: one a row. */
async function tableOf(page: Page): Promise<readonly string[]> {
  return rowsOf(page).allInnerTexts();
}

describe('the live page of a run', () => {
  it('moves while the run is played, shows the same early and late, and keeps all when the run is over', async () => {
    const running = project.start('run', 'slow.yaml', '--parallel', '1', '--dashboard', '--fresh');
    const { stderr } = running.process;
    const address = await addressOf(stderr);
    const early = await openPage(browser);
    await early.page.goto(address);
    await early.page.getByText('running').waitFor();
    await rowsOf(early.page).nth(2).waitFor();
    const late = await openPage(browser, { colorScheme: 'dark' });
    await late.page.goto(address);
    await rowsOf(late.page).nth(2).waitFor();
    await shoot(late.page, 'run-dark');
    for (const { page } of [early, late])
      await page.locator('.pill.finished, .pill.none').or(page.getByText('finished')).first().waitFor();
    await expect.poll(() => tableOf(early.page)).toHaveLength(VALUES.length);
    expect(await tableOf(late.page)).toEqual(await tableOf(early.page));
    expect((await running.ended).code).toBe(0);
    expect(await tableOf(early.page)).toHaveLength(VALUES.length);
    expect(await early.page.getByText('connection lost').count()).toBe(0);
    expect([...early.faults, ...late.faults]).toEqual([]);
  });

  it('cancels the run as Ctrl-C does', async () => {
    const running = project.start('run', 'slow.yaml', '--parallel', '1', '--dashboard', '--fresh');
    const { stderr } = running.process;
    const { page } = await openPage(browser);
    await page.goto(await addressOf(stderr));
    await rowsOf(page).first().waitFor();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    const { code } = await running.ended;
    expect(code).toBe(130);
  });
});

it('cancels one backtest, and plays the others', async () => {
  const running = project.start('run', 'lasting.yaml', '--parallel', '1', '--dashboard', '--fresh', '--json');
  const { stderr } = running.process;
  const { page, faults } = await openPage(browser);
  await page.goto(await addressOf(stderr));
  await page.getByRole('button', { name: /^Cancel .*every=4/ }).click();
  const { code, stdout } = await running.ended;
  const report: Report = JSON.parse(stdout);
  expect(report.jobs.map(({ status }) => status)).toEqual(['done', 'cancelled', 'done']);
  expect(code).toBe(130);
  await page.getByText('Cancelled').first().waitFor();
  expect(faults).toEqual([]);
  expect((await project.jbt('run', 'lasting.yaml', '--json')).stderr).toContain('2 backtests done already');
});

describe('the page of stored runs', () => {
  let address: string;
  let server: ReturnType<Project['start']>;

  beforeAll(async () => {
    await project.jbt('run', 'trend.yaml');
    await project.jbt('run', 'talking.yaml');
    server = project.start('dashboard', '--port', '0');
    const { stdout } = server.process;
    address = await addressOf(stdout);
  });

  afterAll(async () => {
    server.process.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
  });

  const pageOf = (run: string | undefined, rest = '') => `${address}#/run/${run}${rest}`;
  const trendRun = () =>
    project.runs().find((run) => project.read(run, 'manifest.json').includes('jbt run trend.yaml'));
  const talkingRun = () =>
    project.runs().find((run) => project.read(run, 'manifest.json').includes('jbt run talking.yaml'));

  it('lists runs, and sorts, filters, pins and compares backtests, all of it in the address', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(`${address}#/runs`);
    await page.getByText('jbt run trend.yaml').waitFor();
    await shoot(page, 'runs');
    await page.goto(pageOf(trendRun()));
    await expect.poll(() => tableOf(page)).toHaveLength(VALUES.length);
    await page.getByRole('columnheader', { name: 'Trades' }).getByRole('button').click();
    const trades = async () => (await rowsOf(page).locator('span:nth-last-child(2)').allInnerTexts()).map(Number);
    await expect.poll(async () => (await trades())[0]).toBe(Math.max(...(await trades())));
    await page.getByRole('columnheader', { name: 'Trades' }).getByRole('button').click();
    await expect.poll(async () => (await trades())[0]).toBe(Math.min(...(await trades())));
    await page.keyboard.press('Escape');
    await page.getByLabel('Filter results').fill('every >= 13');
    await expect.poll(() => tableOf(page)).toHaveLength(2);
    expect(page.url()).toContain('filter=every');
    await page.getByLabel('Filter results').fill('');
    await page.getByLabel('Filter results').blur();
    await expect.poll(() => tableOf(page)).toHaveLength(VALUES.length);
    for (const key of ['p', 'j', 'p']) await page.keyboard.press(key);
    await page.getByText('Compare 2 pinned').click();
    await page.getByRole('region', { name: 'Differences' }).getByText('every').waitFor();
    await shoot(page, 'compare');
    await page.getByRole('link', { name: 'Compare' }).click();
    const others = page.getByLabel('Compare this run with');
    await others.selectOption({ index: 1 });
    await page.getByRole('region', { name: 'Runs compared' }).getByText('Only before').waitFor();
    await page.getByRole('region', { name: 'Inputs that differ' }).getByText('talking').first().waitFor();
    expect(page.url()).toContain('versus?with=');
    expect(faults).toEqual([]);
  });

  it('shows what a parameter explains, and keeps the backtests that pass a range', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(pageOf(trendRun(), '/parameters'));
    const slices = page.getByRole('region', { name: 'Slices' });
    await slices.getByText('explains 100 %').waitFor();
    expect(await slices.locator('circle').count()).toBe(VALUES.length);
    const picture = page.getByRole('region', { name: 'Parallel coordinates' });
    expect(await picture.locator('path').count()).toBe(VALUES.length);
    const bounds = await page.getByLabel('Range of every').boundingBox();
    if (bounds === null) throw new Error('no line to drag along');
    const [x, top, bottom] = [bounds.x + bounds.width / 2, bounds.y + 1, bounds.y + bounds.height / 4];
    await page.mouse.move(x, top);
    await page.mouse.down();
    await page.mouse.move(x, bottom, { steps: 4 });
    await page.mouse.up();
    await picture.getByText(`3 of ${VALUES.length} backtests`).waitFor();
    await shoot(page, 'parameters');
    await slices.locator('a').first().click({ force: true });
    await page.getByRole('region', { name: 'Candles' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('opens a backtest with candles, trades, equity and logs, which was not kept', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(pageOf(trendRun()));
    await rowsOf(page).first().click();
    await page.getByRole('region', { name: 'Candles' }).locator('canvas').first().waitFor();
    await page.getByRole('img', { name: 'Equity and buy and hold' }).waitFor();
    await page.getByLabel('Show trade 3 in the chart').click();
    expect(page.url()).toContain('trade=3');
    await shoot(page, 'session');
    expect(faults).toEqual([]);
  });

  it('shows markup of a log line and of an event as text', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(pageOf(talkingRun()));
    await rowsOf(page).first().click();
    await page.getByText(MARKUP, { exact: false }).first().waitFor();
    await page.getByLabel('Level').selectOption('event');
    await page.getByText('note {').waitFor();
    expect(await page.title()).toBe('jbt');
    expect(faults).toEqual([]);
  });

  it('filters the lines of a backtest by level, and by the kind of a step of the engine', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(pageOf(talkingRun()));
    await rowsOf(page).first().click();
    const logs = page.getByRole('region', { name: 'Logs' });
    const lines = () => logs.locator('.mono > div').allTextContents();
    await logs.getByLabel('Level').selectOption('warning');
    await expect.poll(lines).toEqual([expect.stringMatching(/warning calm$/)]);
    await logs.getByLabel('Level').selectOption('debug');
    await logs.getByLabel('Words').fill('position_opened');
    await expect.poll(async () => (await lines())[0]).toMatch(/position_opened OPENED long position: FIL-USDT/);
    expect((await lines()).every((line) => line.includes('position_opened'))).toBe(true);
    await logs.locator('.mono').scrollIntoViewIfNeeded();
    await shoot(page, 'logs');
    expect(faults).toEqual([]);
  });

  it('says so where a run or a backtest is not there', async () => {
    const { page } = await openPage(browser);
    await page.goto(pageOf('20000101T000000000-000000'));
    await page.getByText('There is no such run here.').waitFor();
    await page.goto(pageOf(trendRun(), '/job/0099-nothing'));
    await page.getByText('has no backtest 0099-nothing').waitFor();
  });

  it('opens at a run that is given by the beginning of its id', async () => {
    const run = trendRun() ?? '';
    const { process, ended } = project.start('dashboard', run.slice(0, -1), '--port', '0');
    await addressOf(process.stdout);
    process.kill('SIGINT');
    const { code, stdout } = await ended;
    expect({ code, place: new URL(stdout.trimEnd()).hash }).toEqual({ code: 0, place: `#/run/${run}` });
  });

  it('fits a phone', async () => {
    const { page } = await openPage(browser, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await page.goto(pageOf(trendRun()));
    await rowsOf(page).first().waitFor();
    await shoot(page, 'phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('is in report.html, which opens without a network and loads nothing', async () => {
    const file = pathToFileURL(join(project.folder, '.jbt/runs', trendRun() ?? '', 'report.html')).href;
    const { page, faults, requests } = await openPage(browser, { offline: true });
    await page.goto(file);
    await expect.poll(() => tableOf(page)).toHaveLength(VALUES.length);
    await shoot(page, 'report');
    await rowsOf(page).first().click();
    await page.getByRole('img', { name: 'Drawdown' }).waitFor();
    await page.getByRole('region', { name: 'Candles' }).locator('canvas').first().waitFor();
    await page.getByLabel('Show trade 3 in the chart').click();
    expect(requests).toEqual([file]);
    expect(faults).toEqual([]);
    expect(project.read(trendRun() ?? '', 'report.html').length).toBeLessThan(2_000_000);
  });
});
