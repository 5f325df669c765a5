import type { RunEvent } from '../../run/events.ts';
import type { Reporter } from '../../run/ports.ts';
import type { Report } from '../../run/report.ts';

/** Makes the content of a file from the report of a run. */
export type RenderReport = (
  report: Report,
  equity: ReadonlyMap<string, readonly number[]>,
) => string | Iterable<string>;

/** Jobs whose equity is kept for the file. */
const MOST_CURVES = 10_000;
const CURVE_POINTS = 12;

/** Writes one text from the report when the run ends. The equity of each job has twelve points. */
export function createReportFile(write: (content: string | Iterable<string>) => void, render: RenderReport): Reporter {
  return new ReportFile(write, render);
}

class ReportFile implements Reporter {
  readonly #write: (content: string | Iterable<string>) => void;
  readonly #render: RenderReport;
  readonly #equity = new Map<string, readonly number[]>();

  constructor(write: (content: string | Iterable<string>) => void, render: RenderReport) {
    this.#write = write;
    this.#render = render;
  }

  on(event: RunEvent): void {
    if (event.type === 'job-finished' && event.outcome.status === 'done' && this.#equity.size < MOST_CURVES) {
      this.#equity.set(event.job.id, thinned(event.outcome.result.equity));
    }
    if (event.type === 'run-finished') this.#write(this.#render(event.report, this.#equity));
  }

  async close(): Promise<void> {}
}

/** A few points of a curve at even distances, the first and the last among them. */
function thinned(curve: readonly number[]): readonly number[] {
  if (curve.length <= CURVE_POINTS) return curve;
  const step = (curve.length - 1) / (CURVE_POINTS - 1);
  return Array.from({ length: CURVE_POINTS }, (_, index) => curve[Math.round(index * step)]);
}
