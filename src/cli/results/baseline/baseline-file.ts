import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { writeWhole } from '../../../adapters/system/write-whole.ts';
import { JbtError } from '../../../model/errors.ts';
import type { TradeLine } from '../drift/trades.ts';

/** Expected result of one backtest. */
export interface BaselineJob {
  /** Routes, parameters, range and exchange in words: the same wherever the job stands in its batch. */
  readonly job: string;
  /** SHA-256 of trades, orders and equity. */
  readonly hash: string;
  /** Numbers by name; null in place of NaN and of infinite ones. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Null where they could not be had. */
  readonly trades: readonly TradeLine[] | null;
}

const header = z.object({ jbtBaseline: z.literal(1) });
const number = z.number();
const tradeLine = z.tuple([z.string(), z.string(), z.string(), z.string(), number, number, number, number]);
const jobLine = z.object({
  job: z.string(),
  hash: z.string(),
  /** Number of lines with trades that follow. */
  trades: z.int().min(0).max(1e9).nullable(),
  metrics: z.record(z.string(), number.nullable()),
});

/** Writes the file whole: a line a backtest, sorted, and below it a line a trade. Throws JbtError `OutputUnavailable`. */
export function writeBaseline(path: string, jobs: readonly BaselineJob[]): void {
  try {
    writeWhole(path, linesOf(jobs), { flush: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('OutputUnavailable', `${path} cannot be written (${reason}): choose another file`);
  }
}

function* linesOf(jobs: readonly BaselineJob[]): Generator<string> {
  yield `${JSON.stringify({ jbtBaseline: 1 })}\n`;
  for (const { job, hash, trades, metrics } of jobs) {
    yield `${JSON.stringify({ job, hash, trades: trades?.length ?? null, metrics })}\n`;
    for (const trade of trades ?? []) yield `${JSON.stringify(trade)}\n`;
  }
}

/** Reads a baseline. Throws JbtError `FileNotFound` when it is missing or damaged, with the line. */
export function readBaseline(path: string): readonly BaselineJob[] {
  const lines = textOf(path).trimEnd().split('\n');
  const read = <Line>(schema: z.ZodType<Line>, index: number): Line => {
    const parsed = schema.safeParse(contentOf(lines[index]));
    if (parsed.success) return parsed.data;
    throw new JbtError(
      'FileNotFound',
      `${path} is no whole baseline (line ${index + 1}): make it by jbt baseline save`,
    );
  };
  read(header, 0);
  const jobs: BaselineJob[] = [];
  for (let next = 1; next < lines.length; ) {
    const line = read(jobLine, next);
    const first = next + 1;
    next = first + (line.trades ?? 0);
    const trades =
      line.trades === null ? null : Array.from({ length: line.trades }, (_, i) => read(tradeLine, first + i));
    jobs.push({ ...line, trades });
  }
  return jobs;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new JbtError('FileNotFound', `there is no baseline ${path}; jbt baseline save makes one of the newest run`);
  }
}

/** Undefined for what is no JSON. */
function contentOf(line: string | undefined): unknown {
  try {
    return JSON.parse(line ?? '');
  } catch {
    return undefined;
  }
}
