import { gunzipSync, gzipSync } from 'node:zlib';
import type { JobReport } from '../../run/report.ts';
import { type RunView, type ServerMessage, type WireView, wireViewOf } from '../wire.ts';

/** Level 1 makes a tenth of most messages; higher ones take three times as long for a fifth less. */
const LEVEL = 1;
/** Rows of one frame, so that a page stays alive while it reads them. */
const ROWS_A_FRAME = 500;

/** A message as it goes over sockets: gzip of JSON, made once for all of them. */
export function frameOf(message: ServerMessage): Uint8Array {
  return gzipSync(JSON.stringify(message), { level: LEVEL });
}

/** Frames of a view that is known whole, and of its rows. */
export function framesOf(run: string, view: WireView, rows: readonly JobReport[]): readonly Uint8Array[] {
  const count = Math.ceil(rows.length / ROWS_A_FRAME);
  return [
    frameOf({ kind: 'view', run, view }),
    ...Array.from({ length: count }, (_, index) => rowsFrame(run, rows, index)),
  ];
}

function rowsFrame(run: string, rows: readonly JobReport[], index: number): Uint8Array {
  return frameOf({ kind: 'rows', run, rows: rows.slice(index * ROWS_A_FRAME, (index + 1) * ROWS_A_FRAME) });
}

/** The message of a frame. */
export function messageOf(frame: Uint8Array): ServerMessage {
  return JSON.parse(gunzipSync(frame).toString()) as ServerMessage;
}

/** Frames of a whole view. Rows only grow, so that the frames of those before are kept. */
export class ViewFrames {
  #rows: readonly JobReport[] = [];
  #kept: Uint8Array[] = [];
  #view: { readonly of: RunView; readonly frames: readonly Uint8Array[] } | null = null;

  /** The view without its rows, and then the rows. */
  of(run: string, view: RunView): readonly Uint8Array[] {
    if (this.#view?.of === view) return this.#view.frames;
    if (this.#rows !== view.rows) this.#kept = [];
    this.#rows = view.rows;
    const first = frameOf({ kind: 'view', run, view: { ...wireViewOf(view), rows: [] } });
    const frames = [first, ...this.#framesOfRows(run)];
    this.#view = { of: view, frames };
    return frames;
  }

  #framesOfRows(run: string): readonly Uint8Array[] {
    const full = Math.floor(this.#rows.length / ROWS_A_FRAME);
    while (this.#kept.length < full) this.#kept.push(rowsFrame(run, this.#rows, this.#kept.length));
    return this.#rows.length > full * ROWS_A_FRAME ? [...this.#kept, rowsFrame(run, this.#rows, full)] : this.#kept;
  }
}
