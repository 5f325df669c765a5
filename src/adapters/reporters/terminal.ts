import type { RunEvent } from '../../run/events.ts';
import type { Clock, Reporter } from '../../run/ports.ts';
import { EMPTY_RUN, foldEvent, type RunState } from '../../run/state.ts';
import { renderBlock } from '../terminal/block.ts';
import type { Charset } from '../terminal/charset.ts';
import { Highlights } from '../terminal/highlights.ts';
import { createNarrator, type Narrator } from '../terminal/narrator.ts';
import { createPaint, type Paint } from '../terminal/paint.ts';
import { Redraw } from '../terminal/redraw.ts';

export interface TerminalOptions {
  readonly stream: NodeJS.WriteStream;
  readonly clock: Clock;
  readonly colours: boolean;
  readonly charset: Charset;
  /** Metric of the best backtest. */
  readonly sort: string;
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
  readonly #charset: Charset;
  readonly #highlights: Highlights;
  readonly #redraw: Redraw;
  readonly #stopDrawing: () => void;
  #state: RunState = EMPTY_RUN;
  #lines: string[] = [];
  #unseen = 0;
  #changed = false;
  #closed = false;

  constructor({ stream, clock, colours, charset, sort }: TerminalOptions) {
    this.#stream = stream;
    this.#paint = createPaint(colours);
    this.#narrate = createNarrator(this.#paint);
    this.#charset = charset;
    this.#highlights = new Highlights(sort);
    this.#redraw = new Redraw(stream);
    const stopFrames = clock.every(FRAME_MS, () => this.#drawNews());
    const drawResized = () => this.#draw();
    stream.on('resize', drawResized);
    this.#stopDrawing = () => {
      stopFrames();
      stream.off('resize', drawResized);
    };
  }

  on(event: RunEvent): void {
    const lines = this.#narrate(event);
    if (this.#closed) {
      for (const line of lines) this.#stream.write(`${this.#charset(line)}\n`);
      return;
    }
    this.#state = foldEvent(this.#state, event);
    this.#highlights.add(event);
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

  #drawNews(): void {
    if (this.#changed) this.#draw();
  }

  #draw(): void {
    this.#changed = false;
    const { columns, rows } = this.#stream;
    const block = renderBlock(this.#state, this.#highlights, { columns, rows, paint: this.#paint });
    this.#redraw.draw(block.map(this.#charset), this.#takeLines());
  }

  #takeLines(): readonly string[] {
    const more = this.#unseen > 0 ? [this.#paint('dim', `... and ${this.#unseen} more lines`)] : [];
    const lines = [...this.#lines, ...more].map(this.#charset);
    this.#lines = [];
    this.#unseen = 0;
    return lines;
  }

  #finish(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopDrawing();
    this.#redraw.draw([], this.#takeLines());
  }
}
