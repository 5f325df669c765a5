import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';

/** Writes what happens in a run, one JSON object a line; progress and logs are left out. */
export function createEventLinesReporter(path: string): Reporter {
  const file = openSync(path, 'w');
  return {
    on(event): void {
      const content = contentOf(event);
      if (content === null) return;
      const line = { type: event.type, at: new Date(event.at).toISOString(), ...content };
      writeFileSync(file, `${JSON.stringify(line)}\n`);
    },
    async close(): Promise<void> {
      closeSync(file);
    },
  };
}

/** Properties of an event besides its type and time; null for one that is left out. */
function contentOf(event: RunEvent): object | null {
  switch (event.type) {
    case 'run-started':
      return { run: event.run.id, jobs: event.run.jobs.length, threads: event.run.threads };
    case 'job-started':
      return { job: event.job.id, attempt: event.attempt };
    case 'job-retried':
      return { job: event.jobId, reason: event.reason };
    case 'job-finished':
      return finishedContent(event);
    case 'warning':
      return { message: event.message };
    case 'run-stopping':
      return {};
    case 'run-finished':
      return { totals: event.report.totals, expectations: event.report.expectations ?? [] };
    case 'job-facts':
    case 'progress':
    case 'workers':
      return null;
  }
}

function finishedContent({ job, outcome, attempts, replayed }: Extract<RunEvent, { type: 'job-finished' }>): object {
  const common = { job: job.id, status: outcome.status, seconds: outcome.seconds, attempts, replayed };
  switch (outcome.status) {
    case 'done': {
      const { hash, trades, metrics } = outcome.result;
      return { ...common, hash, trades, metrics };
    }
    case 'failed':
      return { ...common, error: outcome.failure };
    case 'cancelled':
      return common;
  }
}
