import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** A terminal of tmux on a server of its own. */
export class Tmux {
  readonly #server = `jbt-${randomUUID()}`;

  constructor(folder: string, columns: number, command: string) {
    const size = ['-x', String(columns), '-y', '20'];
    this.#tmux('new-session', '-d', ...size, '-c', folder, 'bash', '--norc');
    this.#tmux('set-option', '-g', 'window-size', 'manual');
    this.type(`PS1='$ '; clear; ${command}`);
  }

  type(line: string): void {
    this.#tmux('send-keys', '-l', line);
    this.#tmux('send-keys', 'Enter');
  }

  interrupt(): void {
    this.#tmux('send-keys', 'C-c');
  }

  resize(columns: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', '20');
  }

  /** The visible lines with any text. */
  lines(): readonly string[] {
    const text = this.#tmux('capture-pane', '-p');
    return text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  }

  /** Waits until the lines are as told; fails with those that stand there instead. */
  async until(what: string, isSo: (lines: readonly string[]) => boolean): Promise<readonly string[]> {
    const end = Date.now() + LONGEST_WAIT_MS;
    for (;;) {
      const lines = this.lines();
      if (isSo(lines)) return lines;
      if (Date.now() > end) throw new Error(`${what} never came; the terminal shows:\n${lines.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  close(): void {
    this.#tmux('kill-server');
  }

  #tmux(...words: readonly string[]): string {
    const env = { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1' };
    return execFileSync('tmux', ['-L', this.#server, '-f', '/dev/null', ...words], { encoding: 'utf8', env });
  }
}

const LONGEST_WAIT_MS = 30_000;
