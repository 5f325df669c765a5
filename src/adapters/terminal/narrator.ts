import type { Job, JobId } from '../../model/job.ts';
import type { Failure } from '../../model/outcome.ts';
import { formatDate } from '../../model/time.ts';
import type { Fact, RunEvent, WorkerState } from '../../run/events.ts';
import { jobLabel } from '../../run/text/labels.ts';
import { counted, formatCount } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import type { Paint } from './paint.ts';

/** Turns an event into lines for a person. */
export type Narrator = (event: RunEvent) => readonly string[];

/** Narrator of one run. It reports equal failures once; the table at the end counts them. */
export function createNarrator(paint: Paint): Narrator {
  const running = new Map<JobId, Job>();
  const workers = new Map<string, WorkerState['state']>();
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
      case 'workers': {
        const line = comingsAndGoings(event.workers, workers);
        for (const { id, state } of event.workers) workers.set(id, state);
        return line === null ? [] : [`${paint('cyan', 'workers:')} ${line}`];
      }
      case 'run-started':
      case 'progress':
      case 'run-stopping':
      case 'run-finished':
        return [];
    }
  };
}

/** `ant (4 threads) and bee (2) join; cat left`; null where all is as before. Others tell who is silent or refuses. */
function comingsAndGoings(
  workers: readonly WorkerState[],
  before: ReadonlyMap<string, WorkerState['state']>,
): string | null {
  const turned = (to: WorkerState['state']) => workers.filter(({ id, state }) => state === to && before.get(id) !== to);
  const [come, gone] = [turned('playing'), turned('left')];
  const joined = come.map(({ host, threads }, index) => {
    return `${printable(host)} (${index === 0 ? counted(threads, 'thread') : formatCount(threads)})`;
  });
  const parts = [
    ...(come.length === 0 ? [] : [`${listed(joined)} ${come.length === 1 ? 'joins' : 'join'}`]),
    ...(gone.length === 0 ? [] : [`${listed(gone.map(({ host }) => printable(host)))} left`]),
  ];
  return parts.length === 0 ? null : parts.join('; ');
}

/** Names in a line that anybody reads. */
const MOST_NAMES = 6;

function listed(names: readonly string[]): string {
  const shown = names.length <= MOST_NAMES ? names : names.slice(0, MOST_NAMES - 1);
  const hidden = names.length - shown.length;
  const all = hidden === 0 ? shown : [...shown, `${formatCount(hidden)} others`];
  return all.length === 1 ? all[0] : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
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
