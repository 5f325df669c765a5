import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JbtError } from '../../model/errors.ts';
import type { Report } from '../../run/report.ts';
import { suggestion } from '../../run/text/nearest.ts';

/** A report that was written, and the folder of its run. */
export interface WrittenReport {
  readonly report: Report;
  readonly folder: string;
}

/**
 * Reads the report of a run by its id or the beginning of one; null is the newest run. Throws JbtError `FileNotFound`
 * when there is no such run, or it has no report because it was killed.
 */
export function readReport(runs: string, id: string | null): WrittenReport {
  const known = idsIn(runs);
  const found = known.filter((candidate) => candidate.startsWith(id ?? '')).at(-1);
  if (found === undefined) {
    const missing = id === null ? `no run in ${runs}` : `no run ${id} in ${runs}${suggestion(id, known)}`;
    throw new JbtError('FileNotFound', `there is ${missing}; jbt run makes one`);
  }
  const folder = join(runs, found);
  return { folder, report: parseReport(join(folder, 'report.json'), found) };
}

/** Oldest first. */
function idsIn(runs: string): readonly string[] {
  try {
    return readdirSync(runs).sort();
  } catch {
    return [];
  }
}

function parseReport(path: string, id: string): Report {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    throw new JbtError('FileNotFound', `run ${id} has no report: it still runs, or was killed and can be run again`);
  }
}
