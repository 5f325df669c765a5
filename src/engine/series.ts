/** Bars and indicator series of one worker, shared between its sessions, within a budget of bytes. */
export class SeriesCache {
  readonly budgetBytes: number;

  constructor(budgetBytes = 256 * 2 ** 20) {
    this.budgetBytes = budgetBytes;
  }
}
