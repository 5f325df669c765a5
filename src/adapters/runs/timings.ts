import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { parseDate } from '../../model/time.ts';
import { isTimeframe } from '../../model/timeframe.ts';
import type { TimedJob } from '../../run/plan/pace.ts';

/** Newest runs whose reports are read: a report of 10,000 jobs takes 0.1 s. */
const MOST_RUNS = 10;

const timeframe = z.custom<TimedJob['routes'][number]['timeframe']>((text) => isTimeframe(String(text)));
const date = z.string().transform((text, context) => {
  const timestamp = parseDate(text);
  if (timestamp !== null) return timestamp;
  context.addIssue({ code: 'custom', input: text });
  return z.NEVER;
});
const dataRoute = z.object({ symbol: z.string(), timeframe });
const reportOnDisk = z.object({
  jobs: z.array(
    z.object({
      status: z.string(),
      routes: z.array(dataRoute.extend({ strategy: z.string() })),
      dataRoutes: z.array(dataRoute),
      from: date,
      to: date,
      seconds: z.number(),
    }),
  ),
});

/** Reads how long the backtests of the newest runs took. Reports that cannot be read are left out. */
export function readTimings(runs: string): readonly TimedJob[] {
  const newest = namesIn(runs).sort().reverse().slice(0, MOST_RUNS);
  return newest.flatMap((id) => timingsIn(join(runs, id, 'report.json')));
}

function timingsIn(path: string): readonly TimedJob[] {
  try {
    const { jobs } = reportOnDisk.parse(JSON.parse(readFileSync(path, 'utf8')));
    return jobs.filter(({ status, from, to }) => status === 'done' && to > from);
  } catch {
    return [];
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
