import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the cores that this process may use. Node counts those of the machine, but on Linux the control groups of a
 * container (versions 1 and 2) may set a quota. Half a core counts as one. Other systems have no such files, and no quota.
 */
export function usableCores(root = '/', cores = availableParallelism()): number {
  const groups = controlGroups(root);
  const quotas = groups.flatMap((group) => [quotaOfVersion2(root, group), quotaOfVersion1(root, group)]);
  return Math.max(1, Math.min(cores, ...quotas.map(Math.ceil)));
}

/** Returns the control groups of this process and their ancestors. Each may set a quota. */
function controlGroups(root: string): readonly string[] {
  const lines = read(join(root, 'proc/self/cgroup'))?.split('\n') ?? [];
  const paths = lines.map((line) => line.split(':')[2] ?? '/');
  return [...new Set(['/', ...paths.flatMap(withAncestors)])];
}

function withAncestors(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

/** `cpu.max` holds quota and period in microseconds, or `max` for no quota. */
function quotaOfVersion2(root: string, group: string): number {
  const [quota, period] =
    read(join(root, 'sys/fs/cgroup', group, 'cpu.max'))
      ?.split(' ')
      .map(Number) ?? [];
  return limit(quota, period);
}

/** A quota of -1 means none. */
function quotaOfVersion1(root: string, group: string): number {
  const folder = join(root, 'sys/fs/cgroup/cpu', group);
  return limit(numberIn(join(folder, 'cpu.cfs_quota_us')), numberIn(join(folder, 'cpu.cfs_period_us')));
}

function limit(quota: number, period: number): number {
  return quota > 0 && period > 0 ? quota / period : Number.POSITIVE_INFINITY;
}

function numberIn(path: string): number {
  return Number(read(path) ?? Number.NaN);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
