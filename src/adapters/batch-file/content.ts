import type { DocumentPath } from '../../run/batch/problems.ts';

/** Content of a batch file, unchecked. */
export interface BatchContent {
  readonly value: unknown;
  /** `jbt.yaml:12: backtests[0].symbols` */
  locate(path: DocumentPath): string;
}
