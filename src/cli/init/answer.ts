import { marketKey } from '../../model/market.ts';
import type { MarketSummary } from '../../run/ports.ts';
import { marketJson, summaryText } from '../candles/answer.ts';
import type { Io } from '../command.ts';
import { shownPath } from '../home.ts';
import { shellWord } from '../process/shell.ts';
import type { Dependency } from './dependency.ts';

/** A project that was made. */
export interface MadeProject {
  /** Absolute. */
  readonly folder: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
  readonly dependency: Dependency;
  readonly stored: readonly MarketSummary[];
}

/** Commands that a new project answers to at once. */
const NEXT_STEPS: readonly (readonly [command: string, does: string])[] = [
  ['npm install', ''],
  ['npm test', 'plays strategies/trend.ts and checks its trades'],
  ['npx jbt run', 'plays the batch of jbt.yaml'],
  ['npx jbt show', 'shows the best of its backtests in full'],
  ['npx jbt report --sort sharpe_ratio', 'prints its report again, in another order'],
];

/** For people. */
export function initText({ folder, files, dependency, stored }: MadeProject, io: Io): string {
  const shown = shownPath(folder, io);
  const enter: typeof NEXT_STEPS = shown === '.' ? [] : [[`cd ${shellWord(shown)}`, '']];
  const steps = [...enter, ...NEXT_STEPS];
  const width = Math.max(...steps.map(([command]) => command.length));
  return [
    `${shown}: a new project`,
    ...files.map((file) => `  ${file}`),
    ...stored.map((summary) => `stored: ${marketKey(summary.market)}: ${summaryText(summary)}`),
    ...(dependency.local === null ? [] : [localNote(dependency)]),
    '',
    'Next:',
    ...steps.map(([command, does]) => `  ${command.padEnd(width)}  ${does}`.trimEnd()),
    '',
  ].join('\n');
}

function localNote({ spec, local }: Dependency): string {
  return `note: package.json takes jbt-runner from ${local} (${spec}), as this jbt is not from the npm registry; clones and CI need it too`;
}

/** For machines. */
export function initJson({ folder, files, dependency, stored }: MadeProject): string {
  const answer = { folder, files, dependency: dependency.spec, stored: stored.map(marketJson) };
  return `${JSON.stringify(answer, null, 2)}\n`;
}
