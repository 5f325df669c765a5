import { stripVTControlCharacters } from 'node:util';

/** Terminals that know these show a frame as a whole; the others ignore them. */
const [BEGIN_FRAME, END_FRAME] = ['\u001b[?2026h', '\u001b[?2026l'];
/** Erasing all below the cursor would, at the top of the screen, put it into the history of tmux. */
const UP_AND_ERASE = '\u001b[1A\u001b[2K';

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'columns'>;

/** A block of lines at the bottom of a terminal, drawn again in its place; other lines scroll by above it. */
export class Redraw {
  readonly #terminal: Terminal;
  /** Widths of the drawn lines. */
  #widths: readonly number[] = [];
  #drawn = '';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Replaces the block, and lets lines scroll by above it. */
  draw(block: readonly string[], scrolled: readonly string[] = []): void {
    const text = [...scrolled, ...block].map((line) => `${line}\n`).join('');
    // A frame that changes nothing could only meet a terminal that has changed its size and not told it yet.
    const frame = `${this.#terminal.columns} ${text}`;
    if (scrolled.length === 0 && frame === this.#drawn) return;
    this.#drawn = frame;
    this.#terminal.write(`${BEGIN_FRAME}\r${this.#eraseBlock()}${text}${END_FRAME}`);
    this.#widths = block.map((line) => stripVTControlCharacters(line).length);
  }

  /** A terminal that became narrower has wrapped the drawn lines: rows are erased, not lines. */
  #eraseBlock(): string {
    const rows = this.#widths.map((width) => Math.max(1, Math.ceil(width / this.#terminal.columns)));
    return UP_AND_ERASE.repeat(rows.reduce((sum, count) => sum + count, 0));
  }
}
