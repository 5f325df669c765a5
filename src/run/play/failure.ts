import { ERRORS, type ErrorCode } from '../../model/errors.ts';
import type { Failure } from '../../model/outcome.ts';

/** Of messages and stacks, in characters. */
const LONGEST_TEXT = 10_000;
/** Of stacks while the strategy's own part is looked for. */
const LONGEST_STACK = 4 * LONGEST_TEXT;

/** How V8 refuses to change an object. */
const REFUSED =
  /^Cannot (?:add property|assign to read only property|redefine property|delete property|define property)|is not extensible/;
const PROTECTED = ' (strategies may not change built-in objects and those of jbt, which other backtests use too)';

/**
 * What is thrown while a strategy is at work, as a failure for its author. `ownCode` are the folders of jbt's code:
 * of the stack only the part within the strategy is kept.
 */
export function failureOf(error: unknown, ownCode: readonly string[]): Failure {
  try {
    const { code, message, stack } = describeError(error, ownCode);
    return { code, message: cut(message), stack: stack === null ? null : cut(stack) };
  } catch {
    return { code: 'StrategyError', message: 'threw something that throws when it is read', stack: null };
  }
}

/** Begin and end of a text that is longer than anyone reads. */
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

/** The frames come last, behind a message of any length. */
function cutStack(stack: string): string {
  if (stack.length <= LONGEST_STACK) return stack;
  return `${stack.slice(0, LONGEST_TEXT / 2)}\n${stack.slice(-LONGEST_STACK / 2)}`;
}

/** Asks for the name, not for the class: the strategies' jbt may be another copy of the module that defines it. */
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

/** The stack from the first to the last frame of the strategy's own code, below what was thrown; null when there is none. */
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

/** Hooks are called synchronously: an asynchronous frame is never the strategy's. */
function isForeign(frame: string, ownCode: readonly string[]): boolean {
  return /^\s+at async |\(?node:/.test(frame) || ownCode.some((folder) => frame.includes(folder));
}

/** A job that was ended by `--timeout`. */
export function timeoutFailure(timeoutMs: number): Failure {
  return { code: 'Timeout', message: `took longer than ${formatDuration(timeoutMs)} (--timeout)`, stack: null };
}

/** A job that was ended by `--stall`. */
export function stallFailure(stallMs: number): Failure {
  const message = `played no simulated day while its thread computed for ${formatDuration(stallMs)} (--stall)`;
  return { code: 'Stalled', message: `${message}: is there a loop without end?`, stack: null };
}

export function formatDuration(ms: number): string {
  if (ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A job whose worker was ended by the strategy. */
export function exitFailure(exitCode: number | string): Failure {
  const message = `the worker ended in the middle of the backtest (exit code ${exitCode}): does the strategy call process.exit?`;
  return { code: 'WorkerDied', message, stack: null };
}

/** A job in the middle of which the whole process ended, each time that it was begun. */
export function processFailure(times: number): Failure {
  const message = `the whole process ended ${times} times in the middle of the backtest, the last time with nothing beside it`;
  return { code: 'WorkerDied', message, stack: null };
}

/** A job whose strategy changed an object that other jobs use. */
export function patchFailure(name: string): Failure {
  return {
    code: 'InvalidStrategy',
    message: `strategies may not change ${name}: other backtests use it too`,
    stack: null,
  };
}

/** A job in whose time something went wrong outside the strategy's hooks: in a timer or a promise left behind. */
export function strayFailure(error: unknown): Failure {
  const { message, stack } = failureOf(error, []);
  return { code: 'WorkerDied', message: `an error outside the strategy's hooks ended the worker: ${message}`, stack };
}
