import type { BenchDocument, RecordedFigure } from './document.ts';

/** A steady ratio may grow to so many times the recorded one. */
const STEADY_GROWTH = 1.25;
/** A noisy ratio says little about a quarter more, but twice is no noise. */
const NOISY_GROWTH = 2;

export interface Verdict {
  readonly lines: readonly string[];
  readonly failed: boolean;
}

/** Compares ratios with recorded ones. Absolute figures are not compared: they belong to their machine. */
export function checkAgainst(recorded: BenchDocument, now: BenchDocument): Verdict {
  const compared = Object.entries(now.benches).flatMap(([bench, figures]) =>
    (recorded.benches[bench] ?? []).flatMap((before) => compare(bench, before, figures)),
  );
  const failures = compared.filter(({ failed }) => failed).length;
  const summary =
    compared.length === 0
      ? 'nothing to compare: the recorded document has no ratio of these benches'
      : `${compared.length} ratios compared, ${failures} worse than allowed`;
  return {
    lines: [...compared.map(({ line }) => line), summary],
    failed: failures > 0 || compared.length === 0,
  };
}

interface Comparison {
  readonly line: string;
  readonly failed: boolean;
}

function compare(bench: string, before: RecordedFigure, figures: readonly RecordedFigure[]): readonly Comparison[] {
  if (before.ratio === null) return [];
  const title = `${bench}, ${before.name}`;
  const now = figures.find(({ name }) => name === before.name);
  if (now === undefined) return [{ line: `WORSE   ${title}: is measured no more`, failed: true }];
  if (now.ratio === null) return [{ line: `SKIPPED ${title}: its limit cannot be measured here`, failed: false }];
  const noisy = now.noisy || before.noisy;
  const growth = now.ratio / before.ratio;
  const allowed = noisy ? NOISY_GROWTH : STEADY_GROWTH;
  const failed = !(growth <= allowed);
  const verdict = failed ? 'WORSE  ' : noisy ? 'NOISY  ' : 'OK     ';
  const change = `${before.ratio.toFixed(2)} recorded, ${now.ratio.toFixed(2)} now, ${growth.toFixed(2)} times (${allowed} allowed)`;
  return [{ line: `${verdict} ${title}: ${change}`, failed }];
}
