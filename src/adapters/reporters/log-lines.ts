import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import type { JobId } from '../../model/job.ts';
import type { EngineStep, LogLevel } from '../../model/logging.ts';
import { type Fact, type LineFact, type RunEvent, sessionIdOf } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import { counted } from '../../run/text/numbers.ts';

/** A line of a backtest. */
interface Line {
  /** Id of the job. */
  readonly job: JobId;
  /** Id of the session, as on Redis. */
  readonly session: string;
  /** Counts up from 1 within an attempt at the job; numbers that are missing are of lines without room. */
  readonly id: number;
  /** Simulation time, ISO 8601 in UTC. */
  readonly time: string;
}

/** A line that a strategy logged. */
interface LoggedLine extends Line {
  /** Level; `debug` only with `--debug`. */
  readonly level: LogLevel;
  /** Text, of at most 8,000 characters. */
  readonly text: string;
  /** Present where the text was longer. */
  readonly cut?: true;
}

/** A step of the engine, with `--debug`. */
interface TracedLine extends Line {
  /** Level. */
  readonly level: 'debug';
  /** Kind of step, by which `env.logging` switches it. */
  readonly step: EngineStep;
  /** Symbol that it is about. */
  readonly symbol: string;
  /** Step in words. */
  readonly text: string;
}

/** An event that a strategy published. */
interface PublishedLine extends Line {
  /** Name of the event. */
  readonly event: string;
  /** Published value; where it is cut, the first 8,000 characters of its JSON. */
  readonly value: unknown;
  /** Present where the JSON of the value was longer. */
  readonly cut?: true;
}

/** A lost attempt: the lines of the job before are of it. */
interface RetriedLine {
  /** Id of the job. */
  readonly job: JobId;
  /** Reason, in words. */
  readonly retried: string;
}

/** A backtest that had no room for all its lines. */
interface DroppedLine {
  /** Id of the job. */
  readonly job: JobId;
  /** Number of lines that are not in the file. */
  readonly dropped: number;
}

/** One line of `logs.ndjson`. */
export type LogLine = LoggedLine | TracedLine | PublishedLine | RetriedLine | DroppedLine;

/** Limits of the file. */
export interface LogLimits {
  /** Bytes of one backtest. */
  readonly job: number;
  /** Bytes of the file, over all starts of the run. */
  readonly file: number;
}

const LIMITS: LogLimits = { job: 2 ** 20, file: 256 * 2 ** 20 };
/** Longest text or value of a line, in characters. */
const LONGEST = 8_000;

/** Writes the lines of all backtests into one file, within limits. What has no room is counted and told. */
export function createLogLinesReporter(path: string, warn: (message: string) => void, limits = LIMITS): Reporter {
  return new LogLinesReporter(path, warn, limits);
}

/** Use of the file by one backtest. */
interface Use {
  bytes: number;
  dropped: number;
}

class LogLinesReporter implements Reporter {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #limits: LogLimits;
  /** Backtests that run and have logged. */
  readonly #uses = new Map<JobId, Use>();
  /** Null until the first line: most runs log nothing. */
  #file: number | null = null;
  #bytes: number;
  #dropped = 0;
  #run = '';

  constructor(path: string, warn: (message: string) => void, limits: LogLimits) {
    this.#path = path;
    this.#warn = warn;
    this.#limits = limits;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  on(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        this.#run = event.run.id;
        return;
      case 'job-facts':
        this.#add(event.jobId, event.facts);
        return;
      case 'job-retried':
        if (this.#uses.has(event.jobId)) this.#write({ job: event.jobId, retried: event.reason });
        return;
      case 'job-finished':
        this.#end(event.job.id);
        return;
      case 'run-finished':
        if (this.#dropped > 0) this.#warn(`logs.ndjson: ${counted(this.#dropped, 'line')} had no room`);
        return;
      case 'job-started':
      case 'progress':
      case 'workers':
      case 'warning':
      case 'run-stopping':
        return;
    }
  }

  async close(): Promise<void> {
    if (this.#file === null) return;
    closeSync(this.#file);
    this.#file = null;
  }

  /** Facts that have no room are not turned into text: a million of them cost a count each. */
  #add(job: JobId, facts: readonly Fact[]): void {
    const use = this.#useOf(job);
    const session = sessionIdOf({ id: this.#run }, job);
    let text = '';
    for (const fact of facts) {
      if (fact.kind === 'plotted') continue;
      if (use.bytes >= this.#limits.job || this.#bytes + text.length >= this.#limits.file) {
        this.#drop(job, use);
        continue;
      }
      const line = `${JSON.stringify(lineOf({ job, session }, fact))}\n`;
      text += line;
      use.bytes += line.length;
    }
    this.#append(text);
  }

  #useOf(job: JobId): Use {
    const use = this.#uses.get(job) ?? { bytes: 0, dropped: 0 };
    this.#uses.set(job, use);
    return use;
  }

  #drop(job: JobId, use: Use): void {
    use.dropped += 1;
    this.#dropped += 1;
    if (this.#dropped > 1) return;
    const full = use.bytes >= this.#limits.job ? `the part of ${job} in logs.ndjson` : 'logs.ndjson';
    this.#warn(`${full} is full: further lines are counted and not written`);
  }

  #end(job: JobId): void {
    const dropped = this.#uses.get(job)?.dropped ?? 0;
    this.#uses.delete(job);
    if (dropped > 0) this.#write({ job, dropped });
  }

  #write(line: LogLine): void {
    this.#append(`${JSON.stringify(line)}\n`);
  }

  #append(text: string): void {
    if (text === '') return;
    this.#file ??= openSync(this.#path, 'a', 0o600);
    this.#bytes += writeSync(this.#file, text);
  }
}

function lineOf(of: Pick<Line, 'job' | 'session'>, fact: LineFact): LogLine {
  const line = { ...of, id: fact.id, time: new Date(fact.time).toISOString() };
  switch (fact.kind) {
    case 'log':
      return { ...line, level: fact.level, ...cutText(fact.message) };
    case 'trace':
      return { ...line, level: 'debug', step: fact.step, symbol: fact.symbol, text: fact.message };
    case 'published':
      return { ...line, event: fact.event, ...publishedValue(fact.value) };
  }
}

function cutText(text: string): { readonly text: string; readonly cut?: true } {
  return text.length > LONGEST ? { text: text.slice(0, LONGEST), cut: true } : { text };
}

function publishedValue(value: unknown): { readonly value: unknown; readonly cut?: true } {
  const json = jsonOf(value);
  return json.length > LONGEST ? { value: json.slice(0, LONGEST), cut: true } : { value: JSON.parse(json) };
}

/** Text for what JSON cannot hold, such as a BigInt or a circle. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return JSON.stringify(String(value));
  }
}
