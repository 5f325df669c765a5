import { type Column, drawColumns, widest } from '../../../adapters/terminal/layout.ts';
import type { Paint } from '../../../adapters/terminal/paint.ts';
import type { MonthReturn, TradesPart } from '../../../metrics/index.ts';
import { DAY, formatDate, MINUTE, SECOND, type Timestamp } from '../../../model/time.ts';
import { formatMetric, metricLook } from '../../../run/text/metrics.ts';
import { formatCount, formatFixed, NO_NUMBER } from '../../../run/text/numbers.ts';
import { printable } from '../../../run/text/plain.ts';
import type { Backtest, ShownTrade } from './backtest.ts';

/** A table with a heading for each column; all but the first are aligned to the right. */
function table(headings: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const columns = headings.map((heading, index): Column => {
    const cells = rows.map((row) => printable(row[index]));
    const align = index === 0 ? 'left' : 'right';
    return {
      heading,
      cells,
      align,
      style: (cell) => gain(heading, cell, paint),
      rank: 0,
      shortest: widest(heading, cells),
    };
  });
  return drawColumns(columns, paint);
}

/** Colours of gains and losses, where a column has them. */
function gain(heading: string, cell: string, paint: Paint): string {
  if (!/PnL|Profit|%/.test(heading) || !/[1-9]/.test(cell) || /Win|Depth/.test(heading)) return cell;
  return paint(cell.startsWith('-') ? 'red' : 'green', cell);
}

/** Metrics that holding the markets has too. */
const COMPARED = [
  'net_profit_percentage',
  'annual_return',
  'max_drawdown',
  'max_underwater_period',
  'sharpe_ratio',
  'sortino_ratio',
  'calmar_ratio',
];
const OTHERS = [
  'total',
  'win_rate',
  'profit_factor',
  'expectancy',
  'largest_winning_trade',
  'largest_losing_trade',
  'fee',
  'net_profit',
  'finishing_balance',
];

export function metricsTable({ result, held }: Backtest, paint: Paint): string {
  const { metrics } = result;
  const heldOf = (name: string): string => {
    if (held !== null) return formatMetric(name, held[name]);
    return name === 'net_profit_percentage' ? formatMetric(name, metrics.benchmark_return) : NO_NUMBER;
  };
  const rows = [...COMPARED, ...OTHERS].flatMap((name) => {
    if (metrics[name] === undefined) return [];
    return [[metricLook(name).title, formatMetric(name, metrics[name]), COMPARED.includes(name) ? heldOf(name) : '']];
  });
  return table(['', 'Backtest', 'Buy and hold'], rows, paint);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Columns of a month in a table of years. */
const MONTH_WIDTH = 9;

/** Returns of months in percent, one year a row. A narrow terminal gets one month a row. */
export function monthsTable(months: readonly MonthReturn[], width: number, paint: Paint): string {
  const shown = MONTHS.filter((_, index) => months.some(({ month }) => monthIndex(month) === index));
  if ((shown.length + 2) * MONTH_WIDTH > width) {
    const rows = months.map(({ month, percent }) => [month, formatFixed(percent, 2)]);
    return table(['Month', '%'], rows, paint);
  }
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))];
  const rows = years.map((year) => {
    const ofYear = months.filter(({ month }) => month.startsWith(year));
    const cells = shown.map((name) => {
      const found = ofYear.find(({ month }) => MONTHS[monthIndex(month)] === name);
      return found === undefined ? '' : formatFixed(found.percent, 2);
    });
    const growth = ofYear.reduce((product, { percent }) => product * (1 + percent / 100), 1);
    return [year, ...cells, formatFixed((growth - 1) * 100, 2)];
  });
  return table(['%', ...shown, 'Year'], rows, paint);
}

function monthIndex(month: string): number {
  return Number(month.slice(5)) - 1;
}

export function drawdownsTable({ drawdowns, equity }: Backtest, paint: Paint): string {
  const end = equity[equity.length - 1].time;
  const rows = drawdowns.map(({ percent, startedAt, bottomAt, recoveredAt }) => [
    formatFixed(percent, 2),
    dayOf(startedAt),
    dayOf(bottomAt),
    recoveredAt === null ? 'not yet' : dayOf(recoveredAt),
    formatCount(Math.round(((recoveredAt ?? end) - startedAt) / DAY)),
  ]);
  return table(['Depth %', 'Began', 'Lowest', 'Recovered', 'Days'], rows, paint);
}

export function partsTable(heading: string, parts: readonly TradesPart[], paint: Paint): string {
  const rows = parts.map(({ name, trades, winners, pnl, best, worst, meanSeconds }) => [
    name,
    formatCount(trades),
    formatFixed((winners / trades) * 100, 1),
    ...[pnl, pnl / trades, best, worst].map((value) => formatFixed(value, 2)),
    heldText(meanSeconds),
  ]);
  return table([heading, 'Trades', 'Win %', 'PnL', 'PnL a trade', 'Best PnL', 'Worst PnL', 'Held'], rows, paint);
}

export function tradesTable(trades: readonly ShownTrade[], paint: Paint): string {
  const rows = trades.map((trade) => [
    `${trade.id}`,
    trade.symbol,
    trade.type,
    minuteOf(trade.openedAt),
    minuteOf(trade.closedAt),
    priceText(trade.entryPrice),
    priceText(trade.exitPrice),
    priceText(trade.qty),
    formatFixed(trade.pnl, 2),
    formatFixed(trade.pnlPercentage, 2),
    trade.exit,
  ]);
  const headings = [
    '#',
    'Market',
    'Side',
    'Opened (UTC)',
    'Closed (UTC)',
    'Entry',
    'Exit',
    'Qty',
    'PnL',
    'PnL %',
    'By',
  ];
  return table(headings, rows, paint);
}

const PRICE_DIGITS = 7;

function priceText(value: number): string {
  return String(Number(value.toPrecision(PRICE_DIGITS)));
}

function dayOf(time: Timestamp): string {
  return formatDate(Math.floor(time / DAY) * DAY);
}

function minuteOf(time: Timestamp): string {
  return new Date(Math.floor(time / MINUTE) * MINUTE).toISOString().slice(0, 16).replace('T', ' ');
}

/** `42 min`, `3.5 h`, `2.1 d`. */
function heldText(seconds: number): string {
  const hours = (seconds * SECOND) / (60 * MINUTE);
  if (hours < 1) return `${formatFixed(hours * 60, 0)} min`;
  return hours < 48 ? `${formatFixed(hours, 1)} h` : `${formatFixed(hours / 24, 1)} d`;
}
