import type { DocumentPath } from '../../run/batch/problems.ts';

/** What a batch file holds, unchecked. */
export interface BatchContent {
  readonly value: unknown;
  /** `jbt.yaml:12: backtests[0].symbols` */
  locate(path: DocumentPath): string;
}
