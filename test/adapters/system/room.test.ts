import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  requireMemory,
  requireProcesses,
  requireRoomForThreads,
  roomForSharing,
} from '../../../src/adapters/system/room.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jbt-room-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

const V2 = 'sys/fs/cgroup';
const MEMORY_V2 = {
  [`${V2}/memory.max`]: '220000000',
  [`${V2}/memory.stat`]: 'anon 90000000\nfile 99000000\nshmem 0\n',
};
const MEMORY_V1 = {
  'proc/self/cgroup': '4:memory:/build/job\n',
  'sys/fs/cgroup/memory/build/memory.limit_in_bytes': '220000000\n',
  'sys/fs/cgroup/memory/build/memory.stat': 'cache 99000000\nrss 5\ntotal_cache 99000000\ntotal_rss 90000000\n',
};

describe.each([
  ['version 2', MEMORY_V2],
  ['version 1, in an outer group', MEMORY_V1],
])('a control group with 130 of 220 MB of memory left (%s)', (_version, files) => {
  it('has room for one thread and not for two', () => {
    write(files);
    expect(() => requireRoomForThreads(1, root)).not.toThrow();
    expect(() => requireRoomForThreads(2, root)).toThrow(
      'the control group leaves 130 MB of memory, and 2 threads need 240 MB: raise it, or use --parallel 1',
    );
  });

  it('lets threads share an eighth of it', () => {
    write(files);
    expect(roomForSharing(root)).toBeLessThanOrEqual(130e6 / 8);
    expect(roomForSharing(root)).toBeGreaterThan(0);
  });

  it('has room for a few candles and not for many', () => {
    write(files);
    expect(() => requireMemory(100e6, 'few candles', root)).not.toThrow();
    expect(() => requireMemory(131e6, 'many candles', root)).toThrow(
      'the control group leaves 130 MB of memory, and many candles need 131 MB: raise its limit',
    );
  });
});

it.each<[string, Record<string, string>]>([
  ['version 2', { [`${V2}/pids.max`]: '20', [`${V2}/pids.current`]: '15' }],
  ['version 1', { [`${V2}/pids/pids.max`]: '20', [`${V2}/pids/pids.current`]: '15' }],
])('a control group that lets five more processes start refuses six (%s)', (_version, files) => {
  write(files);
  expect(() => requireProcesses(5, 'the bundler', root)).not.toThrow();
  expect(() => requireProcesses(6, 'the bundler', root)).toThrow(
    'the control group lets 5 more processes and threads start, and the bundler needs 6: raise its limit (pids)',
  );
});

it.each<[string, Record<string, string>]>([
  ['control groups', {}],
  ['a limit', { [`${V2}/memory.max`]: 'max', [`${V2}/pids.max`]: 'max', [`${V2}/pids.current`]: '15' }],
])('without %s there is room for a thousand threads and processes', (_title, files) => {
  write(files);
  expect(() => requireMemory(1e12, 'many candles', root)).not.toThrow();
  expect(() => requireProcesses(1000, 'the bundler', root)).not.toThrow();
});
