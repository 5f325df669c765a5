import type { Job, JobId } from '../../model/job.ts';
import type { Failure } from '../../model/outcome.ts';
import { formatDate } from '../../model/time.ts';
import type { Fact, RunEvent } from '../../run/events.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { printable } from '../../run/text/plain.ts';
import type { Paint } from './paint.ts';

/** Turns an event into lines for a person. */
export type Narrator = (event: RunEvent) => readonly string[];

/** Narrator of one run. It reports equal failures once; the table at the end counts them. */
export function createNarrator(paint: Paint): Narrator {
  const running = new Map<JobId, Job>();
  const told = new Set<string>();
  const labelOf = (jobId: JobId) => {
    const job = running.get(jobId);
    return job === undefined ? jobId : printable(jobLabel(job));
  };

  const failed = (label: string, failure: Failure): string[] => {
    if (told.has(failure.message)) return [];
    told.add(failure.message);
    return [`${paint('red', 'failed:')} ${paint('dim', `${label}:`)} ${printable(failure.message)}`];
  };

  return (event) => {
    switch (event.type) {
      case 'job-started':
        running.set(event.job.id, event.job);
        return [];
      case 'job-facts': {
        const label = labelOf(event.jobId);
        return event.facts.flatMap((fact) => factLines(fact, label, paint));
      }
      case 'job-retried':
        return [`${paint('yellow', 'again:')} ${paint('dim', `${labelOf(event.jobId)}:`)} ${printable(event.reason)}`];
      case 'job-finished':
        running.delete(event.job.id);
        return event.outcome.status === 'failed' ? failed(printable(jobLabel(event.job)), event.outcome.failure) : [];
      case 'warning':
        return [`${paint('yellow', 'warning:')} ${printable(event.message)}`];
      case 'run-started':
      case 'progress':
      case 'workers':
      case 'run-stopping':
      case 'run-finished':
        return [];
    }
  };
}

function factLines(fact: Fact, label: string, paint: Paint): string[] {
  // Debug lines are too many to read: they are in the run's folder.
  if (fact.kind !== 'log' || fact.level === 'debug') return [];
  const message = printable(fact.message);
  const head = paint('dim', `${label} ${formatDate(fact.time)}:`);
  switch (fact.level) {
    case 'info':
      return [`${head} ${message}`];
    case 'warning':
      return [`${head} ${paint('yellow', message)}`];
    case 'error':
      return [`${head} ${paint('red', message)}`];
  }
}
