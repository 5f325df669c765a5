import { createLogUpdate } from 'log-update';
import type { RunEvent } from '../../run/events.ts';
import type { Clock, Reporter } from '../../run/ports.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../../run/state.ts';
import { renderBlock } from '../terminal/block.ts';
import { createNarrator, type Narrator } from '../terminal/narrator.ts';
import { createPaint, type Paint } from '../terminal/paint.ts';

export interface TerminalOptions {
  readonly stream: NodeJS.WriteStream;
  readonly clock: Clock;
  readonly colours: boolean;
}

/** Draws a run as a live block at the bottom of a terminal; logs, failures and warnings scroll by above it. */
export function createTerminalReporter(options: TerminalOptions): Reporter {
  return new TerminalReporter(options);
}

/** Ten frames a second look smooth and cost little. */
const FRAME_MS = 100;
/** Limit on log lines, about what a person can read: a strategy may log endlessly. */
const LINES_PER_FRAME = 20;

class TerminalReporter implements Reporter {
  readonly #stream: NodeJS.WriteStream;
  readonly #paint: Paint;
  readonly #narrate: Narrator;
  readonly #update: ReturnType<typeof createLogUpdate>;
  readonly #stopDrawing: () => void;
  #state: RunState = EMPTY_RUN;
  #lines: string[] = [];
  #unseen = 0;
  #changed = false;
  #closed = false;

  constructor({ stream, clock, colours }: TerminalOptions) {
    this.#stream = stream;
    this.#paint = createPaint(colours);
    this.#narrate = createNarrator(this.#paint);
    // Hiding the cursor would install signal handlers beside those of the command line.
    this.#update = createLogUpdate(stream, { showCursor: true });
    this.#stopDrawing = clock.every(FRAME_MS, () => this.#draw());
  }

  on(event: RunEvent): void {
    const lines = this.#narrate(event);
    if (this.#closed) {
      for (const line of lines) this.#stream.write(`${line}\n`);
      return;
    }
    this.#state = foldEvent(this.#state, event);
    for (const line of lines) this.#keep(line);
    this.#changed = true;
    if (event.type === 'run-finished') this.#finish();
  }

  async close(): Promise<void> {
    this.#finish();
  }

  #keep(line: string): void {
    if (this.#lines.length < LINES_PER_FRAME) this.#lines.push(line);
    else this.#unseen += 1;
  }

  #draw(): void {
    if (!this.#changed) return;
    this.#changed = false;
    this.#scroll();
    const block = renderBlock(this.#state, this.#stream.columns, this.#stream.rows, this.#paint);
    this.#update(block.join('\n'));
  }

  #scroll(): void {
    // One call a line: log-update cuts a longer text to the height of the terminal.
    for (const line of this.#lines) this.#update.persist(line);
    if (this.#unseen > 0) this.#update.persist(this.#paint('dim', `... and ${this.#unseen} more lines`));
    this.#lines = [];
    this.#unseen = 0;
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopDrawing();
    this.#scroll();
    this.#update.clear();
    this.#update.done();
  }
}
