import type { Job } from '../../model/job.ts';

/** Warns once per strategy, not per job, why its results are not kept. */
export class PurityWarnings {
  readonly #say: (message: string) => void;
  readonly #said = new Set<string>();

  constructor(say: (message: string) => void) {
    this.#say = say;
  }

  hear(job: Job, impurities: readonly string[]): void {
    if (impurities.length === 0) return;
    const strategies = [...new Set(job.routes.map(({ strategy }) => strategy))].join('+');
    if (this.#said.has(strategies)) return;
    this.#said.add(strategies);
    const more = impurities.length > 1 ? `, and ${impurities.length - 1} more` : '';
    this.#say(`results of ${strategies} are not kept for later runs: ${impurities[0]}${more}`);
  }
}
