import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { JbtError } from '../../model/errors.ts';
import type { Report } from '../../run/report.ts';
import { suggestion } from '../../run/text/nearest.ts';

/** A stored report, and the folder of its run. */
export interface WrittenReport {
  readonly report: Report;
  readonly folder: string;
}

/**
 * Reads the report of a run by its id or the start of it; null is the newest run. Throws JbtError `FileNotFound` when
 * there is no such run, or when it has no report because it was killed.
 */
export function readReport(runs: string, id: string | null): WrittenReport {
  const known = idsIn(runs);
  const found = known.filter((candidate) => candidate.startsWith(id ?? '')).at(-1);
  if (found === undefined) {
    const missing = id === null ? `no run in ${runs}` : `no run ${id} in ${runs}${suggestion(id, known)}`;
    throw new JbtError('FileNotFound', `there is ${missing}; jbt run makes one`);
  }
  const folder = join(runs, found);
  return { folder, report: readReportFile(join(folder, 'report.json'), `run ${found}`) };
}

/** Oldest first. */
function idsIn(runs: string): readonly string[] {
  try {
    return readdirSync(runs).sort();
  } catch {
    return [];
  }
}

/** Reads a report; `owner` is named where there is none. Throws JbtError `FileNotFound`. */
export function readReportFile(path: string, owner: string): Report {
  const text = readText(path);
  if (text === null)
    throw new JbtError('FileNotFound', `${owner} has no report: it still runs, or was killed and can be run again`);
  const content = contentOf(text);
  const { error } = reportOnDisk.safeParse(content);
  if (error === undefined) return content as Report;
  const [{ path: place, message }] = error.issues;
  const found =
    content === undefined ? 'no JSON' : [...(place.length > 0 ? [place.join('.')] : []), message].join(': ');
  throw new JbtError(
    'FileNotFound',
    `${path} is damaged or of another version of jbt (${found}): run the batch again, or use the jbt that wrote it`,
  );
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Undefined for what is no JSON. */
function contentOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const count = z.int();
const route = z.object({ symbol: z.string(), timeframe: z.string() });
const use = z.object({ hits: count, misses: count });

/** All of a report that is printed. */
const reportOnDisk = z.object({
  format: z.union([z.literal(1), z.literal(2)]),
  run: z.object({ id: z.string(), started: z.string(), finished: z.string().nullable() }),
  totals: z.object({ jobs: count, done: count, failed: count, cancelled: count, cached: count }),
  jobs: z.array(
    z.object({
      id: z.string(),
      routes: z.array(route.extend({ strategy: z.string() })).min(1),
      dataRoutes: z.array(route),
      parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      from: z.string(),
      to: z.string(),
      status: z.enum(['done', 'failed', 'cancelled']),
      cached: z.boolean(),
      metrics: z.record(z.string(), z.number().nullable()).nullable(),
      error: z.object({ code: z.string(), message: z.string(), stack: z.string().nullable() }).nullable(),
    }),
  ),
  rows: z.object({ file: z.string(), minutes: z.number() }).optional(),
  cache: z.object({ values: use }),
});
