/** Calls that end the whole process, or load what can. */
const ENDING = /^process\.(?:kill|_kill|abort|reallyExit|dlopen|binding|_linkedBinding)$/;
/** Standard input, output and error. */
const STANDARD_FILES = 2;

/** Keeps strategies from ending the process or using its files by their numbers, which would end every other backtest. */
export class RefusedCalls {
  readonly #opened = new Set<unknown>();

  /** Why a call of a function of Node is refused, in words; null when it is not. */
  refusal(path: string, args: readonly unknown[]): string | null {
    if (ENDING.test(path)) return `strategies may not call ${path}(): it ends all backtests`;
    const [file] = args;
    if (!path.startsWith('fs.') || typeof file !== 'number' || file <= STANDARD_FILES) return null;
    return this.#opened.has(file) ? null : `strategies may not use file ${file}, which they have not opened: ${path}()`;
  }

  /** Hears what a call returned. */
  hear(path: string, returned: unknown): void {
    if (path === 'fs.openSync') this.#opened.add(returned);
  }
}
