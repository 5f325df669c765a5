import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candlesCsv, type Ended, JBT, MARKET, Project } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const BATCH = `
exchange: Binance Perpetual Futures
warmup: 0
from: 2023-08-01
to: 2023-08-02
backtests: [{ strategies: trend, symbols: [FIL-USDT], timeframes: [5m] }]
`;

let project: Project;
let cache: string;

beforeAll(async () => {
  project = new Project({ 'strategies/trend.ts': TREND, 'jbt.yaml': BATCH, 'fil.csv': candlesCsv(1_440) });
  cache = join(project.folder, '.jbt/cache');
  expect(await project.jbt('import', 'fil.csv', '--market', MARKET)).toMatchObject({ code: 0 });
});

afterAll(() => project.remove());

/** Puts something else in the place of a file of the cache for the time of an action. */
async function instead(name: string, make: (path: string) => void, action: () => Promise<void>): Promise<void> {
  const path = join(cache, name);
  renameSync(path, `${path}.kept`);
  make(path);
  try {
    await action();
  } finally {
    rmSync(path, { recursive: true });
    renameSync(`${path}.kept`, path);
  }
}

const COMMANDS = [['candles'], ['cache', 'compact']];
const makeFolder = (path: string) => mkdirSync(path);
const makePipe = (path: string) => void spawnSync('mkfifo', [path]);

describe('one clear line and exit 4 say', () => {
  it.each([
    ['data.mdb', 'a pipe', makePipe],
    ['data.mdb', 'a folder', makeFolder],
    ['lock.mdb', 'a pipe', makePipe],
    ['lock.mdb', 'a folder', makeFolder],
  ])('that %s is %s', async (name, what, make) => {
    await instead(name, make, async () => {
      for (const argv of COMMANDS) {
        const { code, stdout, stderr } = await project.jbt(...argv);
        expect({ argv, code, stdout, stderr }).toEqual({ argv, code: 4, stdout: '', stderr: expect.any(String) });
        expect(stderr).toMatch(
          new RegExp(`^error CacheUnavailable: the cache .* cannot be used \\(${name} is ${what}, not a file\\).*\\n$`),
        );
      }
    });
  });

  it.each([['candles'], ['run', '--cache', 'none']])('that the folder may not be written: jbt %s %s %s', (...argv) => {
    const modes = { '': 0o555, 'data.mdb': 0o444, 'lock.mdb': 0o444 };
    for (const [name, mode] of Object.entries(modes).reverse()) chmodSync(join(cache, name), mode);
    rmSync(join(project.folder, '.jbt/bundles'), { recursive: true, force: true });
    for (const folder of ['', '.jbt']) chmodSync(join(project.folder, folder), 0o777);
    const { code, stderr } = asNobody(argv);
    for (const name of Object.keys(modes)) chmodSync(join(cache, name), 0o755);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: expect.stringMatching(/^error CacheUnavailable: the cache .* cannot be used \(Permission denied\).*\n$/),
    });
  });

  /** The superuser may do anything: nobody may not. */
  function asNobody(argv: readonly string[]): Ended {
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const env = { ...process.env, HOME: project.folder };
    const child = spawnSync(process.execPath, [JBT, ...argv], {
      ...nobody,
      cwd: project.folder,
      env,
      encoding: 'utf8',
    });
    return { code: child.status, stdout: child.stdout, stderr: child.stderr };
  }
});

describe('an import of rows that are all equal', () => {
  const ROW = '1690848000000,4.1,4.2,4.0,4.15,100\n';
  const ROWS = 30_000;
  /** A megabyte of rows in 8 KB; a gzip file may consist of many. */
  const MEGABYTE = gzipSync(ROW.repeat(ROWS));
  const OTHER = ['--market', 'Binance Perpetual Futures:NEAR-USDT'];
  const TELL_MEMORY = 'data:text/javascript,process.on("exit",()=>console.error("RSS",process.resourceUsage().maxRSS))';

  it('takes no more memory for 100 MB of them, packed into one', () => {
    const packed = Buffer.concat(Array.from({ length: 100 }, () => MEGABYTE));
    expect(packed.length).toBeLessThan(1e6);
    writeFileSync(join(project.folder, 'equal.csv.gz'), packed);
    const limits = ['--max-old-space-size=48', '--import', TELL_MEMORY];
    const argv = [...limits, JBT, 'import', 'equal.csv.gz', '--timeframe', '1m', ...OTHER];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: project.folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(/^RSS \d+\n$/) });
    expect(stdout).toContain(`1 new, 0 already stored, 2023-08-01 00:00; ${100 * ROWS - 1} duplicate rows ignored`);
    expect(Number(stderr.split(' ')[1]) / 1024).toBeLessThan(200);
  });

  it('ends at once by Ctrl-C in the middle, and leaves the store as it was', async () => {
    const before = await project.jbt('candles', '--json');
    const pipe = join(project.folder, 'endless.csv.gz');
    makePipe(pipe);
    const { process: child, ended } = project.start('import', 'endless.csv.gz', ...OTHER);
    const writer = createWriteStream(pipe).on('error', () => {});
    // More than a pipe holds: when it is drained, the import is at work. It is never told that the rows end.
    for (let megabytes = 0; megabytes < 50; megabytes++) if (!writer.write(MEGABYTE)) await once(writer, 'drain');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: null, stdout: '' });
    writer.destroy();
    expect(child.signalCode).toBe('SIGINT');
    expect(await project.jbt('candles', '--json')).toEqual(before);
  });
});
