import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usableCores } from '../../../src/adapters/system/cores.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'jbt-cores-'));
});

afterEach(() => rmSync(root, { recursive: true }));

const V2 = 'sys/fs/cgroup/cpu.max';
const V1 = 'sys/fs/cgroup/cpu';

describe('the usable cores of a machine with eight', () => {
  it.each<[string, Record<string, string>, number]>([
    ['eight without control groups', {}, 8],
    ['eight without a quota (version 2)', { [V2]: 'max 100000\n' }, 8],
    ['two under a quota of two (version 2)', { [V2]: '200000 100000\n' }, 2],
    ['two under a quota of one and a half', { [V2]: '150000 100000\n' }, 2],
    ['one under a quota of a tenth', { [V2]: '10000 100000\n' }, 1],
    ['eight under a quota of sixteen', { [V2]: '1600000 100000\n' }, 8],
    [
      'four under a quota of an outer group',
      { 'proc/self/cgroup': '0::/build/job\n', 'sys/fs/cgroup/build/cpu.max': '400000 100000\n' },
      4,
    ],
    [
      'three under a quota (version 1)',
      { [`${V1}/cpu.cfs_quota_us`]: '300000', [`${V1}/cpu.cfs_period_us`]: '100000' },
      3,
    ],
    [
      'eight without a quota (version 1)',
      { [`${V1}/cpu.cfs_quota_us`]: '-1', [`${V1}/cpu.cfs_period_us`]: '100000' },
      8,
    ],
    ['eight when the files hold something else', { [V2]: 'nonsense' }, 8],
  ])('are %s', (_title, files, expected) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    expect(usableCores(root, 8)).toBe(expected);
  });
});
