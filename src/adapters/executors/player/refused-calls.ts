/** Calls that end the whole process or load native code. */
const ENDING = /^process\.(?:kill|_kill|abort|reallyExit|dlopen|binding|_linkedBinding)$/;
/** Standard input, output and error. */
const STANDARD_FILES = 2;

/**
 * Refuses calls that would harm all backtests: ending the process, or using file descriptors that are not the
 * strategy's.
 */
export class RefusedCalls {
  readonly #opened = new Set<unknown>();

  /** Returns the reason to refuse a call; null if it is allowed. */
  refusal(path: string, args: readonly unknown[]): string | null {
    if (ENDING.test(path)) return `strategies may not call ${path}(): it ends all backtests`;
    const [file] = args;
    if (!path.startsWith('fs.') || typeof file !== 'number' || file <= STANDARD_FILES) return null;
    return this.#opened.has(file) ? null : `strategies may not use file ${file}, which they have not opened: ${path}()`;
  }

  /** Remembers the descriptors that a strategy opens. */
  hear(path: string, returned: unknown): void {
    if (path === 'fs.openSync') this.#opened.add(returned);
  }
}
