import { join } from 'node:path';
import { isRunning, removeRun, sizeOfRun } from '../../../adapters/runs/remove.ts';
import { findRun, runIds } from '../../../adapters/runs/stored-run.ts';
import { systemClock } from '../../../adapters/system/clock.ts';
import { JbtError } from '../../../model/errors.ts';
import type { Timestamp } from '../../../model/time.ts';
import { formatBytes } from '../../../run/text/numbers.ts';
import type { Io } from '../../command.ts';
import type { ValuesOf } from '../../options.ts';
import { say } from '../../process/say.ts';
import type { RUNS_OPTIONS } from './options.ts';

type RemovalSettings = ValuesOf<typeof RUNS_OPTIONS>;

/** Removes runs by id, or by age, and says what was freed. Running ones stay. */
export function removeRuns(runs: string, ids: readonly string[], settings: RemovalSettings, io: Io): number {
  const { dryRun, json } = settings;
  const chosen = ids.length > 0 ? [...new Set(ids.map((id) => findRun(runs, id)))] : agedRuns(runIds(runs), settings);
  const running = chosen.filter((id) => isRunning(join(runs, id)));
  if (ids.length > 0 && running.length > 0) {
    throw new JbtError('RunInUse', `run ${running[0]} is being played: stop it first; nothing was removed`);
  }
  const removed = chosen.flatMap((id) => {
    const folder = join(runs, id);
    const bytes = sizeOfRun(folder);
    return !running.includes(id) && (dryRun || removeRun(folder)) ? [{ id, bytes }] : [];
  });
  const bytes = removed.reduce((sum, run) => sum + run.bytes, 0);
  if (json) io.stdout.write(`${JSON.stringify({ format: 1, dryRun, removed, bytes }, null, 2)}\n`);
  else say(io.stdout, textOf(removed, bytes, dryRun));
  return 0;
}

interface Removed {
  readonly id: string;
  readonly bytes: number;
}

function textOf(removed: readonly Removed[], bytes: number, dryRun: boolean): string {
  const lines = removed.map((run) => `${dryRun ? 'would remove' : 'removed'} ${run.id}, ${formatBytes(run.bytes)}\n`);
  const count = `${removed.length} ${removed.length === 1 ? 'run' : 'runs'}`;
  const end =
    removed.length === 0 ? 'nothing to remove\n' : `${count}, ${formatBytes(bytes)} ${dryRun ? 'to free' : 'freed'}\n`;
  return `${lines.join('')}${end}`;
}

function agedRuns(ids: readonly string[], { keep, olderThan }: RemovalSettings): readonly string[] {
  const beyond = ids.slice(0, Math.max(0, ids.length - (keep ?? 0)));
  if (olderThan === null) return beyond;
  const latest = systemClock.now() - olderThan;
  return beyond.filter((id) => (startOf(id) ?? Number.POSITIVE_INFINITY) < latest);
}

/** Time at which a run began, from its id; null for a folder with another name. */
export function startOf(id: string): Timestamp | null {
  const [, day, hour, minute, second, ms] = /^(\d{8})T(\d\d)(\d\d)(\d\d)(\d{3})-/.exec(id) ?? [];
  if (day === undefined) return null;
  const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
  return Date.parse(`${date}T${hour}:${minute}:${second}.${ms}Z`);
}
