import type { RealCase, Recorded, Table } from './case.ts';

type Row = Readonly<Record<string, Recorded>>;

/** The recorded trades, one object each. */
export function expectedTrades({ expected }: RealCase): readonly Row[] {
  return rowsOf(expected.trades);
}

/**
 * The recorded orders, one object each. Jesse leaves out when a liquidation order was created; it is executed at once.
 */
export function expectedOrders(recorded: RealCase): readonly Row[] {
  const { orders } = recorded.expected;
  const rows = orders.encoding === 'plain' ? rowsOf(orders) : compactRows(recorded, rowsOf(orders), orders.legend);
  return rows.map((row) => ({ ...row, created_at: row.created_at ?? row.executed_at }));
}

function rowsOf(table: Table): readonly Row[] {
  if (!('columns' in table)) return table;
  return table.rows.map((row) => Object.fromEntries(table.columns.map((name, column) => [name, row[column]])));
}

/** Letters stand for words, minutes since the start for times. */
function compactRows(
  { routes, start }: RealCase,
  rows: readonly Row[],
  legend: Readonly<Record<string, unknown>>,
): readonly Row[] {
  const minute = (value: Recorded): Recorded => (value === null ? null : start + 60_000 * Number(value));
  return rows.map(({ created_min, executed_min, canceled_min, ...row }) => ({
    symbol: routes[0].symbol,
    ...Object.fromEntries(Object.entries(row).map(([name, value]) => [name, spelledOut(legend[name], value)])),
    reduce_only: row.reduce_only === 1,
    created_at: minute(created_min),
    executed_at: minute(executed_min),
    canceled_at: minute(canceled_min),
  }));
}

function spelledOut(words: unknown, value: Recorded): Recorded {
  if (typeof words !== 'object' || words === null) return value;
  return (words as Readonly<Record<string, Recorded>>)[String(value)];
}
