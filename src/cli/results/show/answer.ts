import { canDraw, createPaint, cutTo, type Paint, wantsColours } from '../../../adapters/terminal/paint.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import { jobLabel } from '../../../run/text/labels.ts';
import { formatFixed } from '../../../run/text/numbers.ts';
import { printable } from '../../../run/text/plain.ts';
import type { Io } from '../../command.ts';
import type { Backtest } from './backtest.ts';
import type { Chosen } from './choose.ts';
import { plotLines } from './equity-plot.ts';
import { allParameters, settingLines } from './settings.ts';
import { drawdownsTable, metricsTable, monthsTable, partsTable, tradesTable } from './tables.ts';

/** Width where the output has none. */
const COLUMNS = 120;
const PLOT_ROWS = 8;
const WIDEST_PLOT = 100;

/** A finished backtest as text, in sections. */
export function backtestText(chosen: Chosen, backtest: Backtest, trades: number, { stdout, env }: Io): string {
  const paint = createPaint(wantsColours(stdout, env));
  const width = stdout.columns ?? COLUMNS;
  const { parts, months, drawdowns, equity, missing } = backtest;
  const last = backtest.trades.slice(-trades);
  const title = (text: string): string => paint('bold', text);
  const sections = [
    headText(chosen, paint),
    metricsTable(backtest, paint),
    equity.length > 1 && `${title('Equity')}\n${plotText(backtest, width, canDraw(stdout, env) && isUnicode(env))}`,
    months.length > 0 && `${title('Returns by month')}\n${monthsTable(months, width, paint)}`,
    drawdowns.length > 0 && `${title('Worst drawdowns')}\n${drawdownsTable(backtest, paint)}`,
    parts !== null &&
      backtest.trades.length > 0 &&
      [
        partsTable('Exit', parts.exits, paint),
        partsTable('Side', parts.sides, paint),
        partsTable('Market', parts.symbols, paint),
      ].join('\n\n'),
    last.length > 0 && `${title(lastTitle(last.length, backtest.trades.length))}\n${tradesTable(last, paint)}`,
    missing !== null && paint('yellow', printable(`no trades: ${missing}`)),
  ];
  return sections.filter((section) => section !== false).join('\n\n');
}

/** Name and settings of a backtest. */
export function headText({ run, job }: Chosen, paint: Paint): string {
  const settings = settingLines(run, job);
  const width = Math.max(...settings.map(([name]) => name.length));
  const lines = settings.map(([name, text]) => `${paint('dim', name.padEnd(width))}  ${printable(text)}`);
  return [paint('bold', printable(jobLabel(job))), paint('dim', `${job.id} of run ${run.id}`), '', ...lines].join('\n');
}

function lastTitle(shown: number, all: number): string {
  return shown < all ? `Last ${shown} of ${all} trades` : `${all} ${all === 1 ? 'trade' : 'trades'}`;
}

function plotText({ equity }: Backtest, width: number, isBraille: boolean): string {
  const values = equity.map((point) => point.equity);
  const labels = [formatFixed(Math.max(...values), 0), formatFixed(Math.min(...values), 0)];
  const labelWidth = Math.max(...labels.map(({ length }) => length));
  const columns = Math.max(10, Math.min(WIDEST_PLOT, width - labelWidth - 2));
  const lines = plotLines(values, columns, PLOT_ROWS, isBraille);
  const labelled = lines.map((line, row) => {
    const label = row === 0 ? labels[0] : row === lines.length - 1 ? labels[1] : '';
    return `${label.padStart(labelWidth)}  ${line}`.trimEnd();
  });
  const [first, last] = [equity[0], equity[equity.length - 1]].map(({ time }) =>
    new Date(time).toISOString().slice(0, 10),
  );
  const axis = cutTo(`${first}${last.padStart(Math.max(last.length + 1, columns - first.length))}`, columns);
  return [...labelled, `${' '.repeat(labelWidth)}  ${axis}`].join('\n');
}

/** True where the locale can show more than ASCII. */
function isUnicode(env: Io['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) || process.platform === 'win32';
}

/** A backtest as JSON: times are ISO, what is undefined is null. */
export function backtestJson(chosen: Chosen, entry: JournalEntry, backtest: Backtest | null): object {
  const { run, job } = chosen;
  const { outcome } = entry;
  const { from, to, ...settings } = job;
  return {
    format: 1,
    run: { id: run.id, started: run.started, command: run.command },
    job: { ...settings, allParameters: allParameters(run, job), from: iso(from), to: iso(to) },
    status: outcome.status,
    seconds: outcome.seconds,
    error: outcome.status === 'failed' ? outcome.failure : null,
    hash: backtest?.result.hash ?? null,
    metrics: backtest?.result.metrics ?? null,
    buyAndHold: backtest?.held ?? null,
    months: backtest?.months ?? [],
    drawdowns: (backtest?.drawdowns ?? []).map(({ startedAt, bottomAt, recoveredAt, percent }) => ({
      percent,
      started: iso(startedAt),
      bottom: iso(bottomAt),
      recovered: recoveredAt === null ? null : iso(recoveredAt),
    })),
    exits: backtest?.parts?.exits ?? null,
    sides: backtest?.parts?.sides ?? null,
    symbols: backtest?.parts?.symbols ?? null,
    equity: (backtest?.equity ?? []).map(({ time, equity }) => ({ time: iso(time), equity })),
    trades: (backtest?.trades ?? []).map((trade) => ({
      ...trade,
      openedAt: iso(trade.openedAt),
      closedAt: iso(trade.closedAt),
    })),
    missing: backtest?.missing ?? null,
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
