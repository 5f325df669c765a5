import type { JobId } from '../../model/job.ts';
import type { RunControls } from '../ports.ts';

/** Controls of a run whose coordinator is made later: reporters get them before. */
export class LateControls implements RunControls {
  #coordinator: RunControls | null = null;
  #isStopped = false;

  attach(coordinator: RunControls): void {
    this.#coordinator = coordinator;
    if (this.#isStopped) coordinator.stop();
  }

  stop(): void {
    this.#isStopped = true;
    this.#coordinator?.stop();
  }

  cancel(jobId: JobId): boolean {
    return this.#coordinator?.cancel(jobId) ?? false;
  }
}
