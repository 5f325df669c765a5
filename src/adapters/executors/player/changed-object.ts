import { readFileSync } from 'node:fs';
import type { Failure } from '../../../model/outcome.ts';
import { PROTECTED } from '../../../run/play/failure.ts';

/** `Array.prototype` in `Array.prototype.sum = ...`, and in `Object.assign(Array.prototype, ...)`. */
const ASSIGNED = /\b([A-Z]\w*(?:\.\w+)*?)(?:\.\w+|\[[^\]]*\])\s*(?:[-+*/%&|^?]{0,3}=(?![=>])|\+\+|--)/;
const GIVEN = /\b(?:defineProperty|defineProperties|assign|setPrototypeOf|deleteProperty|set)\(\s*([A-Z]\w*(?:\.\w+)*)/;
const FRAME = /\(?(?:file:\/\/)?(\/[^()]+|[A-Za-z]:\\[^()]+):(\d+):\d+\)?$/m;

/**
 * Names the object that a strategy may not change. V8 does not say which one it refused, so the name is read off the
 * line that tried; where that line does not show it, the message stays as it is.
 */
export function nameChangedObject(failure: Failure): Failure {
  if (!failure.message.endsWith(PROTECTED)) return failure;
  const name = nameIn(sourceLine(failure.stack ?? ''));
  if (name === null) return failure;
  const cause = failure.message.slice(0, -PROTECTED.length);
  return { ...failure, message: `strategies may not change ${name}: other backtests use it too (${cause})` };
}

function nameIn(line: string): string | null {
  return ASSIGNED.exec(line)?.[1] ?? GIVEN.exec(line)?.[1] ?? null;
}

/** The line of the first frame; empty where its file cannot be read. */
function sourceLine(stack: string): string {
  const [, path, line] = FRAME.exec(stack) ?? [];
  try {
    return readFileSync(path, 'utf8').split('\n')[Number(line) - 1] ?? '';
  } catch {
    return '';
  }
}
