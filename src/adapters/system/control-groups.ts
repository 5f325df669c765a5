import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Limits and counts of one control group (of a container), version 1 or 2. Infinity where nothing is limited. */
export interface ControlGroup {
  /** Cores that it may use at once. */
  readonly cores: number;
  /** Bytes of memory that it may still take; files in memory do not count, as they can be dropped. */
  readonly freeMemory: number;
  /** Processes and threads that it may still start. */
  readonly freeProcesses: number;
}

/** Returns the control groups of this process and their ancestors; each may set a limit. Only Linux has them. */
export function controlGroups(root: string): readonly ControlGroup[] {
  const lines = read(join(root, 'proc/self/cgroup'))?.split('\n') ?? [];
  const paths = lines.map((line) => line.split(':')[2] ?? '/');
  const groups = [...new Set(['/', ...paths.flatMap(withAncestors)])];
  const folder = join(root, 'sys/fs/cgroup');
  return groups.flatMap((group) => [version2(join(folder, group)), version1(folder, group)]);
}

function withAncestors(path: string): readonly string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_part, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

/** `cpu.max` holds quota and period in microseconds. A limit that reads `max` is none. */
function version2(group: string): ControlGroup {
  const [quota, period] = (read(join(group, 'cpu.max')) ?? '').split(' ').map(Number);
  const counts = countsIn(join(group, 'memory.stat'));
  return {
    cores: limit(quota / period),
    freeMemory: rest(numberIn(join(group, 'memory.max')), (counts.get('anon') ?? 0) + (counts.get('shmem') ?? 0)),
    freeProcesses: rest(numberIn(join(group, 'pids.max')), numberIn(join(group, 'pids.current'))),
  };
}

/** A CPU quota of -1 means none. */
function version1(folder: string, group: string): ControlGroup {
  const [cpu, memory, pids] = ['cpu', 'memory', 'pids'].map((controller) => join(folder, controller, group));
  const counts = countsIn(join(memory, 'memory.stat'));
  const used = (counts.get('total_rss') ?? 0) + (counts.get('total_shmem') ?? 0);
  return {
    cores: limit(numberIn(join(cpu, 'cpu.cfs_quota_us')) / numberIn(join(cpu, 'cpu.cfs_period_us'))),
    freeMemory: rest(numberIn(join(memory, 'memory.limit_in_bytes')), used),
    freeProcesses: rest(numberIn(join(pids, 'pids.max')), numberIn(join(pids, 'pids.current'))),
  };
}

function limit(figure: number): number {
  return figure > 0 ? figure : Number.POSITIVE_INFINITY;
}

function rest(most: number, used: number): number {
  return Number.isNaN(most - used) ? Number.POSITIVE_INFINITY : Math.max(0, most - used);
}

/** Lines of a name and a number. */
function countsIn(path: string): ReadonlyMap<string, number> {
  const lines = read(path)?.split('\n') ?? [];
  return new Map(
    lines.map((line) => {
      const [name, count] = line.split(' ');
      return [name, Number(count)];
    }),
  );
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
