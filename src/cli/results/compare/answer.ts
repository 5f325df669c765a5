import type { BacktestPair, ChangedBacktest, RunComparison } from '../../../run/comparison/comparison.ts';
import { INPUT_KINDS, type InputChange } from '../../../run/comparison/inputs.ts';
import { counted } from '../../../run/text/numbers.ts';
import { limited, metricLines, tradeLines } from '../drift/text.ts';
import type { FirstTrades } from './first-trades.ts';
import type { Side } from './side.ts';

/** Two runs in words: their inputs, then their results. */
export function compareText(before: Side, after: Side, comparison: RunComparison, trades: FirstTrades): string {
  const { changed, lost, gained, vanished, added } = comparison;
  return [
    `before  ${before.id}  ${before.command}`,
    `after   ${after.id}  ${after.command}`,
    '',
    ...inputLines(comparison.inputs),
    '',
    ...limited(changed, (pair) => changedLines(pair, trades)),
    ...limited(lost, (pair) => [`no result any more: ${pair.job}${reasonOf(pair)}`]),
    ...limited(gained, ({ job }) => [`a result now: ${job}`]),
    ...limited(vanished, (job) => [`only before: ${job}`]),
    ...limited(added, (job) => [`only after: ${job}`]),
    ...trades.unknown.map((reason) => `trades are not known: ${reason}`),
    countsText(comparison),
  ].join('\n');
}

function inputLines(inputs: readonly InputChange[] | null): readonly string[] {
  if (inputs === null) return ['The inputs of a report without its folder are not known.'];
  if (inputs.length === 0) return ['Both runs have the same inputs.'];
  return INPUT_KINDS.flatMap((kind) => {
    const changes = inputs.filter((change) => change.kind === kind);
    return changes.length === 0 ? [] : [`${kind}:`, ...limited(changes, (change) => [`  ${inputText(change)}`])];
  });
}

function inputText({ kind, name, before, after }: InputChange): string {
  if (before === null) return `${name} is new${kind === 'settings' ? `: ${after}` : ''}`;
  if (after === null) return `${name} is gone${kind === 'settings' ? `: it was ${before}` : ''}`;
  const isDigest = kind === 'strategies' || kind === 'candles';
  return isDigest
    ? `${name} changed (${before.slice(0, 8)} -> ${after.slice(0, 8)})`
    : `${name}  ${before} -> ${after}`;
}

function changedLines({ job, before, after, metrics }: ChangedBacktest, { of }: FirstTrades): readonly string[] {
  const trade = of.get(job);
  return [
    `changed: ${job}`,
    ...(trade === undefined || trade === null ? [] : tradeLines(trade)),
    ...(before.hash === after.hash ? ['  trades, orders and equity are the same'] : []),
    ...(before.hash !== after.hash && trade === null
      ? ['  times, prices, quantities and profits of all trades are the same: leverage, orders or equity differ']
      : []),
    ...metricLines(metrics, 'jbt compare --json'),
  ];
}

function reasonOf({ after }: BacktestPair): string {
  return after.error === null ? '' : ` (${after.error.code}: ${after.error.message})`;
}

function countsText({ same, changed, lost, gained, neither, vanished, added }: RunComparison): string {
  const rest = [
    [changed.length, 'changed'],
    [lost.length, 'lost their result'],
    [gained.length, 'gained one'],
    [neither, 'without a result in both'],
    [vanished.length, 'only before'],
    [added.length, 'only after'],
  ] as const;
  const others = rest.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return [`${counted(same, 'backtest')} with the same result`, ...others].join(', ');
}
