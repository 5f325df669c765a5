import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import type { Order } from '../../../src/model/order.ts';
import type { ClosedTrade } from '../../../src/model/trade.ts';
import { hashResult, readResultRecord, resultRecordOf, skimEvidence } from '../../../src/run/results/result-record.ts';

const order: Order = {
  id: 1,
  exchange: 'Binance Perpetual Futures',
  symbol: 'FIL-USDT',
  side: 'buy',
  type: 'MARKET',
  reduceOnly: false,
  qty: 0.1,
  price: 4.2,
  submittedVia: null,
  createdAt: 1_690_848_000_000,
  status: 'EXECUTED',
  filledQty: 0.1,
  fillPrice: 4.2,
  fee: 0.0004,
  executedAt: 1_690_848_000_000,
  canceledAt: null,
};

const trade: ClosedTrade = {
  id: 1,
  strategyName: 'Trend',
  exchange: order.exchange,
  symbol: order.symbol,
  timeframe: '1h',
  type: 'long',
  entryPrice: 4.2,
  exitPrice: 4.3,
  qty: 0.1,
  size: 0.42,
  leverage: 1,
  fee: 0.0008,
  pnl: 0.0092,
  pnlPercentage: 2.19,
  openedAt: 1_690_848_000_000,
  closedAt: 1_690_851_600_000,
  holdingPeriod: 3600,
  orders: [order],
};

const hash = (orders: readonly Order[], trades: readonly ClosedTrade[], equity: readonly number[]): string =>
  hashResult({ orders, trades, equity }, sha256);

const BASE = hash([order], [trade], [10_000, 10_000.5]);

/** Any other value of the same kind. */
function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + (value === 0 ? 1 : value * Number.EPSILON);
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value}x` : 0;
}

it('equal results have equal hashes', () => {
  expect(hash([{ ...order }], [{ ...trade }], [10_000, 10_000.5])).toBe(BASE);
});

it.each(Object.keys(order))('the least change of an order’s %s changes the hash', (field) => {
  const other = { ...order, [field]: changed(order[field as keyof Order]) };
  expect(hash([other], [trade], [10_000, 10_000.5])).not.toBe(BASE);
});

it.each(Object.keys(trade))('the least change of a trade’s %s changes the hash', (field) => {
  const value = field === 'orders' ? [] : changed(trade[field as keyof ClosedTrade]);
  expect(hash([order], [{ ...trade, [field]: value }], [10_000, 10_000.5])).not.toBe(BASE);
});

it('tells apart what only its place tells apart', () => {
  const hashes = [
    hash([], [], [1]),
    hash([], [], []),
    hash([order], [], []),
    hash([order, order], [], []),
    hash([{ ...order, executedAt: null, canceledAt: 1_690_848_000_000 }], [], []),
    hash([{ ...order, fillPrice: Number.NaN }], [], []),
    hash([{ ...order, fillPrice: null }], [], []),
    hash([], [], [-0]),
    hash([], [], [0]),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
});

it('the hash is of the bits of the equity, whatever their number', () => {
  const doubles = fc.array(fc.double({ noNaN: true }), { maxLength: 20_000 });
  fc.assert(
    fc.property(doubles, doubles, (a, b) => {
      const same = a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
      expect(hash([], [], a) === hash([], [], b)).toBe(same);
      expect(hash([], [], [...a])).toBe(hash([], [], a));
    }),
    { numRuns: 50 },
  );
});

const anyNumber = fc.double();
const anyOrder: fc.Arbitrary<Order> = fc.record({
  ...Object.fromEntries(Object.keys(order).map((name) => [name, fc.constant(Reflect.get(order, name))])),
  qty: anyNumber,
  fillPrice: fc.option(anyNumber),
  submittedVia: fc.constantFrom('stop-loss', 'take-profit', null),
  reduceOnly: fc.boolean(),
  symbol: fc.string(),
}) as fc.Arbitrary<Order>;

it('all that a hash is taken of can be read back, to the bit', () => {
  fc.assert(
    fc.property(fc.array(anyOrder), fc.array(anyNumber), fc.array(fc.nat()), (drafts, equity, picks) => {
      const orders = drafts.map((draft, index) => ({ ...draft, id: index + 1 }));
      const chosen = picks.flatMap((pick) => orders[pick] ?? []);
      const trades = [
        { ...trade, pnl: equity[0] ?? -0, orders: chosen },
        { ...trade, id: 2, orders: [] },
      ];
      const record = resultRecordOf({ orders, trades, equity });
      expect(readResultRecord(record)).toStrictEqual({ orders, trades, equity });
      expect(skimEvidence(record)).toStrictEqual({ orders: orders.length, trades: 2, equity });
    }),
  );
});

it('results may be of any size', () => {
  const orders = Array.from({ length: 5_000 }, (_, index) => ({ ...order, id: index + 1 }));
  const found = { orders, trades: [{ ...trade, orders }], equity: [10_000] };
  expect(readResultRecord(resultRecordOf(found))).toStrictEqual(found);
});
