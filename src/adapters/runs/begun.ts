import { appendFileSync, closeSync, openSync, readFileSync } from 'node:fs';
import { JbtError } from '../../model/errors.ts';
import type { JobId } from '../../model/job.ts';
import type { BegunJobs } from '../../run/ports.ts';

/** Line of the file. */
type Line = readonly ['start'] | readonly ['begun' | 'over', ...JobId[]];

/** Opens the write-ahead log of jobs being played, and counts the jobs that earlier starts died with. */
export function openBegun(path: string): BegunJobs {
  return guarded(path, () => {
    const file = openSync(path, 'a+', 0o600);
    const lines = readFileSync(file, 'utf8').split('\n').flatMap(readLine);
    const deaths = countDeaths(lines);
    // A leading newline ends a line that a crash has torn.
    const append = (line: Line): void => guarded(path, () => appendFileSync(file, `\n${JSON.stringify(line)}`));
    append(['start']);
    return {
      deaths,
      begin: (jobIds) => append(['begun', ...jobIds]),
      giveUp: (jobIds) => append(['over', ...jobIds]),
      close: () => closeSync(file),
    };
  });
}

/** Counts the jobs that each start left begun. Those with an outcome count too, but nobody asks for them. */
function countDeaths(lines: readonly Line[]): ReadonlyMap<JobId, number> {
  const deaths = new Map<JobId, number>();
  const running = new Set<JobId>();
  for (const [what, ...jobIds] of [...lines, ['start'] as const]) {
    if (what === 'begun') for (const jobId of jobIds) running.add(jobId);
    else if (what === 'over') for (const jobId of jobIds) running.delete(jobId);
    else {
      for (const lost of running) deaths.set(lost, (deaths.get(lost) ?? 0) + 1);
      running.clear();
    }
  }
  return deaths;
}

function readLine(line: string): readonly Line[] {
  try {
    const [what, ...jobIds]: unknown[] = JSON.parse(line);
    if (what === 'start') return [[what]];
    return what === 'begun' || what === 'over' ? [[what, ...jobIds.filter((jobId) => typeof jobId === 'string')]] : [];
  } catch {
    return [];
  }
}

function guarded<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('RunFolderUnavailable', `${path} cannot be written (${reason}): free or repair the disk`);
  }
}
