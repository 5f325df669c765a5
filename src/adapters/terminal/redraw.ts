import { stripVTControlCharacters } from 'node:util';

/** Terminals that know these show a frame as a whole; the others ignore them. */
const [BEGIN_FRAME, END_FRAME] = ['\u001b[?2026h', '\u001b[?2026l'];
const ERASE_BELOW = '\u001b[J';

type Terminal = Pick<NodeJS.WriteStream, 'write' | 'columns'>;

/** A block of lines at the bottom of a terminal, drawn again in its place; other lines scroll by above it. */
export class Redraw {
  readonly #terminal: Terminal;
  /** Widths of the drawn lines. */
  #widths: readonly number[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Replaces the block, and lets lines scroll by above it. */
  draw(block: readonly string[], scrolled: readonly string[] = []): void {
    const text = [...scrolled, ...block].map((line) => `${line}\n`).join('');
    this.#terminal.write(`${BEGIN_FRAME}${this.#toTop()}${ERASE_BELOW}${text}${END_FRAME}`);
    this.#widths = block.map((line) => stripVTControlCharacters(line).length);
  }

  /** A terminal that became narrower has wrapped the drawn lines: the cursor goes up by rows, not by lines. */
  #toTop(): string {
    const rows = this.#widths.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / this.#terminal.columns)), 0);
    return rows === 0 ? '\r' : `\r\u001b[${rows}A`;
  }
}
