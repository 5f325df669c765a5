import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../../src/cli/doctor/finding.ts';
import { HEADER, lines, row } from '../../support/candle-files.ts';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';
import { startRedis } from '../../support/redis-server.ts';

const MARKET = 'Binance Perpetual Futures:FIL-USDT';

/** A folder with stored candles. */
async function projectFolder(): Promise<string> {
  const folder = testFolder();
  writeFileSync(join(folder, 'fil.csv'), lines(HEADER, ...Array.from({ length: 3_000 }, (_, minute) => row(minute))));
  const { code, stderr } = await commandLine(folder, 'import', 'fil.csv', '--market', MARKET);
  if (code !== 0) throw new Error(stderr);
  return folder;
}

async function doctor(folder: string, ...words: readonly string[]) {
  const { code, stdout, stderr } = await commandLine(folder, 'doctor', ...words, '--json');
  const { format, canRun, findings } = JSON.parse(stdout);
  expect({ format, stderr }).toEqual({ format: 1, stderr: '' });
  const found = (name: string): Finding | undefined => findings.find((finding: Finding) => finding.name === name);
  return { code, canRun, found };
}

/** Every file of a folder with its digest, except that LMDB registers each reader in its lock. */
function contentOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('lock.mdb'));
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(files.map((name) => [name, digest(name)]));
}

describe('jbt doctor', () => {
  it('finds that jbt can run, in a folder with candles and in an empty one, and changes neither', async () => {
    for (const [folder, candles] of [
      [await projectFolder(), '1 market, undamaged'],
      [testFolder(), expect.stringMatching(/^none yet/)],
    ]) {
      const before = contentOf(folder);
      const { code, canRun, found } = await doctor(folder);
      expect({ code, canRun }).toEqual({ code: 0, canRun: true });
      expect(found('candles')).toMatchObject({ status: 'ok', found: candles });
      expect(found('LMDB')).toMatchObject({ status: 'ok' });
      expect(found('esbuild')).toMatchObject({ status: 'ok', found: expect.stringMatching(/^\d+\.\d+/) });
      expect(found('TypeScript')).toMatchObject({ status: 'ok', found: expect.stringMatching(/^\d+\.\d+/) });
      expect(found('apache-arrow')).toMatchObject({ status: 'ok', found: expect.stringMatching(/^\d+\.\d+/) });
      expect(contentOf(folder)).toEqual(before);
    }
  });

  it('prints a row a finding, and a summary', async () => {
    const { code, stdout } = await commandLine(testFolder(), 'doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^ok +Node +${process.versions.node.replaceAll('.', '\\.')} on `, 'm'));
    expect(stdout).toMatch(/\njbt can run: 0 faults, \d warnings?\n$/);
  });

  it('finds a damaged cache, exits with 4 and leaves it as it is', async () => {
    const folder = await projectFolder();
    const path = join(folder, '.jbt/cache/data.mdb');
    writeFileSync(path, readFileSync(path).subarray(0, 20_000));
    const before = contentOf(folder);
    const { code, canRun, found } = await doctor(folder);
    expect({ code, canRun }).toEqual({ code: 4, canRun: false });
    expect(found('cache')).toMatchObject({ status: 'fault', found: expect.stringContaining('is damaged (') });
    expect(contentOf(folder)).toEqual(before);
  });

  it('finds candles that do not match their checksum', async () => {
    const folder = await projectFolder();
    const path = join(folder, '.jbt/cache/data.mdb');
    const content = readFileSync(path);
    const at = content.indexOf(Buffer.from(Float64Array.of(2, 2, 2, 2).buffer));
    expect(at).toBeGreaterThan(0);
    content[at + 3] ^= 1;
    writeFileSync(path, content);
    const { code, found } = await doctor(folder);
    expect({ code, candles: found('candles') }).toMatchObject({
      code: 4,
      candles: { status: 'fault', found: `damaged: ${MARKET}` },
    });
  });

  it('names version and policy of a Redis', async () => {
    const server = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    onTestFinished(() => server.stop());
    const { code, found } = await doctor(testFolder(), '--redis', `redis://127.0.0.1:${server.port}`);
    expect({ code, redis: found('Redis') }).toMatchObject({
      code: 0,
      redis: { status: 'ok', found: expect.stringMatching(/^\d+\.\d+\.\d+ at .*, maxmemory-policy allkeys-lru$/) },
    });
  });

  it('gives up on a Redis that takes connections and never answers', async () => {
    const silent = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    onTestFinished(() => void silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { code, found } = await doctor(testFolder(), '--redis', `redis://127.0.0.1:${port}`);
    expect({ code, redis: found('Redis') }).toMatchObject({
      code: 0,
      redis: { status: 'warning', found: expect.stringContaining('does not answer') },
    });
  });

  it('takes an address that no run would take for a fault', async () => {
    const { code, found } = await doctor(testFolder(), '--redis', 'nowhere');
    expect({ code, redis: found('Redis') }).toMatchObject({ code: 4, redis: { status: 'fault' } });
  });
});
