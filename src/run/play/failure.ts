import { ERRORS, type ErrorCode } from '../../model/errors.ts';
import type { Failure } from '../../model/outcome.ts';

/** Limit of messages and stacks, in characters. */
const LONGEST_TEXT = 10_000;
/** Limit of a stack before its frames are filtered. */
const LONGEST_STACK = 4 * LONGEST_TEXT;

/** V8's messages for a change of a frozen or sealed object. */
const REFUSED =
  /^Cannot (?:add property|assign to read only property|redefine property|delete property|define property)|is not extensible/;
/** End of the message about a change that V8 refused. */
export const PROTECTED =
  ' (strategies may not change built-in objects and those of jbt, which other backtests use too)';

/**
 * Turns what a strategy throws into a failure for its author. Keeps only the strategy's part of the stack; `ownCode`
 * are the folders of jbt's code. Never throws.
 */
export function failureOf(error: unknown, ownCode: readonly string[]): Failure {
  try {
    const { code, message, stack } = describeError(error, ownCode);
    return { code, message: cut(message), stack: stack === null ? null : cut(stack) };
  } catch {
    return { code: 'StrategyError', message: 'threw something that throws when it is read', stack: null };
  }
}

/** Cuts the middle out of a long text. */
function cut(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT / 2)} ... ${text.slice(-LONGEST_TEXT / 2)}`;
}

function describeError(error: unknown, ownCode: readonly string[]): Failure {
  if (!(error instanceof Error)) return { code: 'StrategyError', message: describeThrown(error), stack: null };
  const code = codeOf(error);
  const stack = strategyFrames(cutStack(String(error.stack)), ownCode);
  if (code !== null) return { code, message: String(error.message), stack };
  const name = error.name === 'Error' ? '' : `${error.name}: `;
  const hint = error instanceof TypeError && REFUSED.test(error.message) ? PROTECTED : '';
  return { code: 'StrategyError', message: `${name}${error.message}${hint}`, stack };
}

/** Shortens a stack but keeps its end: the frames follow a message of any length. */
function cutStack(stack: string): string {
  if (stack.length <= LONGEST_STACK) return stack;
  return `${stack.slice(0, LONGEST_TEXT / 2)}\n${stack.slice(-LONGEST_STACK / 2)}`;
}

/** Tests the name, not the class: strategies may use another copy of jbt. */
function codeOf(error: Error): ErrorCode | null {
  const code = 'code' in error ? error.code : null;
  return error.name === 'JbtError' && typeof code === 'string' && isErrorCode(code) ? code : null;
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

function describeThrown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return `threw ${JSON.stringify(value) ?? String(value)}, which is not an Error`;
  } catch {
    return 'threw a value that is not an Error';
  }
}

/** Returns the message and the frames from the strategy's first to its last; null if the strategy has none. */
export function strategyFrames(stack: string, ownCode: readonly string[]): string | null {
  const lines = stack.split('\n');
  const isStrategys = lines.map((line) => isFrame(line) && !isForeign(line, ownCode));
  const [first, last] = [isStrategys.indexOf(true), isStrategys.lastIndexOf(true)];
  const message = lines.slice(0, lines.findIndex(isFrame));
  return last < 0 ? null : [...message, ...lines.slice(first, last + 1)].join('\n');
}

function isFrame(line: string): boolean {
  return /^\s+at .*:\d+:\d+\)?$/.test(line);
}

/** True for frames outside of the strategy. Hooks are synchronous, so that an async frame is never the strategy's. */
function isForeign(frame: string, ownCode: readonly string[]): boolean {
  return /^\s+at async |\(?node:/.test(frame) || ownCode.some((folder) => frame.includes(folder));
}

/** Failure of a job that `--timeout` ended. */
export function timeoutFailure(timeoutMs: number): Failure {
  return { code: 'Timeout', message: `took longer than ${formatDuration(timeoutMs)} (--timeout)`, stack: null };
}

/** Failure of a job that `--stall` ended. */
export function stallFailure(stallMs: number): Failure {
  const message = `played no simulated day while its thread computed for ${formatDuration(stallMs)} (--stall)`;
  return { code: 'Stalled', message: `${message}: is there a loop without end?`, stack: null };
}

export function formatDuration(ms: number): string {
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** Failure of a job whose strategy ended the worker. */
export function exitFailure(exitCode: number | string): Failure {
  const message = `the worker ended in the middle of the backtest (exit code ${exitCode}): does the strategy call process.exit?`;
  return { code: 'WorkerDied', message, stack: null };
}

/** Failure of a job that the whole process died with, each time that it was begun. */
export function processFailure(times: number): Failure {
  const message = `the whole process ended ${times} times in the middle of the backtest, the last time with nothing beside it`;
  return { code: 'WorkerDied', message, stack: null };
}

/** Failure of a job whose strategy changed a shared object. */
export function patchFailure(name: string): Failure {
  return {
    code: 'InvalidStrategy',
    message: `strategies may not change ${name}: other backtests use it too`,
    stack: null,
  };
}

/** Failure of a job during which a timer or promise of the strategy failed outside of its hooks. */
export function strayFailure(error: unknown): Failure {
  const { message, stack } = failureOf(error, []);
  return { code: 'WorkerDied', message: `an error outside the strategy's hooks ended the worker: ${message}`, stack };
}
