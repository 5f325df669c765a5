import { JbtError } from '../../../model/errors.ts';
import type { JobId } from '../../../model/job.ts';
import type { Outcome } from '../../../model/outcome.ts';

/** Digits of a hash that tell two results apart. */
const DIGITS = 16;

/** The first result of each job, and who played it. A second one must be the same. */
export class FirstOutcomes {
  readonly #hosts: string[] = [];
  /** Digits of the hash, then the index of the host: a million jobs take little memory. */
  readonly #found = new Map<JobId, string>();

  /** Returns an error where a job was played before, to another result. */
  add(jobId: JobId, outcome: Outcome, host: string): JbtError | null {
    if (outcome.status !== 'done') return null;
    const hash = outcome.result.hash.slice(0, DIGITS);
    const first = this.#found.get(jobId);
    if (first === undefined) {
      this.#found.set(jobId, `${hash}${this.#indexOf(host)}`);
      return null;
    }
    if (first.startsWith(hash)) return null;
    const other = this.#hosts[Number(first.slice(DIGITS))];
    return new JbtError(
      'ContradictingResults',
      `${jobId} has the hash ${first.slice(0, DIGITS)} from ${other} and ${hash} from ${host}: the same backtest must be the same everywhere`,
    );
  }

  #indexOf(host: string): number {
    const known = this.#hosts.indexOf(host);
    return known >= 0 ? known : this.#hosts.push(host) - 1;
  }
}
