import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import { makeFolder } from '../system/make-folder.ts';

/** Writes the log of each session to `<job id>.txt`, in the format of Jesse's log files. */
export function createLogsReporter(folder: string): Reporter {
  makeFolder(folder, 0o700);
  return new LogsReporter(folder);
}

class LogsReporter implements Reporter {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  on(event: RunEvent): void {
    if (event.type !== 'job-facts') return;
    const lines = event.facts.flatMap(lineOf).join('');
    if (lines !== '') appendFileSync(join(this.#folder, `${event.jobId}.txt`), lines, { mode: 0o600 });
  }

  async close(): Promise<void> {}
}

function lineOf(fact: Fact): readonly string[] {
  if (fact.kind === 'published' || fact.kind === 'plotted') return [];
  const level = fact.kind === 'log' ? fact.level.toUpperCase() : 'DEBUG';
  return [`[${level} | ${new Date(fact.time).toISOString().slice(0, 19)}] ${fact.message}\n`];
}
