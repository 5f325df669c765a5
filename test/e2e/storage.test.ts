import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
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
