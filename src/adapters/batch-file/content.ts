import { errorOfFaults, type JbtError } from '../../model/errors.ts';
import type { DocumentPath } from '../../run/batch/problems.ts';

/** A fault of a batch file in one line, with its place in the text. */
export interface PlacedFault {
  readonly offset: number;
  readonly text: string;
}

/** Content of a batch file, unchecked. */
export interface BatchContent {
  readonly value: unknown;
  /** Faults of the text that leave the rest of it readable. */
  readonly faults: readonly PlacedFault[];
  /** `jbt.yaml:12:5: backtests[0].symbols` */
  locate(path: DocumentPath): string;
  /** Offset of a path in the text; 0 where positions are unknown. */
  offsetOf(path: DocumentPath): number;
}

/** Faults as one error, in the order of their places. */
export function errorOfPlaces(faults: readonly PlacedFault[]): JbtError {
  const sorted = [...faults].sort((left, right) => left.offset - right.offset);
  return errorOfFaults(
    'InvalidBatch',
    sorted.map(({ text }) => ({ text, frame: null })),
  );
}
