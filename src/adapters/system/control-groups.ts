import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Limits and counts of one control group (of a container), version 1 or 2, read when they are asked for. Infinity where
 * nothing is limited.
 */
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
  return {
    get cores() {
      const [quota, period] = (read(join(group, 'cpu.max')) ?? '').split(' ').map(Number);
      return limit(quota / period);
    },
    get freeMemory() {
      const used = sumIn(join(group, 'memory.stat'), ['anon', 'shmem']);
      return rest(numberIn(join(group, 'memory.max')), used);
    },
    get freeProcesses() {
      return freeProcessesIn(group);
    },
  };
}

/** A CPU quota of -1 means none. */
function version1(folder: string, group: string): ControlGroup {
  const [cpu, memory, pids] = ['cpu', 'memory', 'pids'].map((controller) => join(folder, controller, group));
  return {
    get cores() {
      return limit(numberIn(join(cpu, 'cpu.cfs_quota_us')) / numberIn(join(cpu, 'cpu.cfs_period_us')));
    },
    get freeMemory() {
      const used = sumIn(join(memory, 'memory.stat'), ['total_rss', 'total_shmem']);
      return rest(numberIn(join(memory, 'memory.limit_in_bytes')), used);
    },
    get freeProcesses() {
      return freeProcessesIn(pids);
    },
  };
}

function freeProcessesIn(group: string): number {
  return rest(numberIn(join(group, 'pids.max')), numberIn(join(group, 'pids.current')));
}

function limit(figure: number): number {
  return figure > 0 ? figure : Number.POSITIVE_INFINITY;
}

function rest(most: number, used: number): number {
  return Number.isNaN(most - used) ? Number.POSITIVE_INFINITY : Math.max(0, most - used);
}

/** Adds up counts of a file, whose lines are a name and a number. */
function sumIn(path: string, names: readonly string[]): number {
  const lines =
    read(path)
      ?.split('\n')
      .map((line) => line.split(' ')) ?? [];
  return lines.reduce((sum, [name, count]) => sum + (names.includes(name) ? Number(count) : 0), 0);
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
