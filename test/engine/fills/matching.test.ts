import { type LiveOrder, type OrderLines, Strategy, type StrategyClass } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/model/time.ts';
import { request, TestDesk } from '../support/desk-kit.ts';
import { BTC, ETH, JESSE, minutesOf, type Played, play, playOne, type Row, START } from '../support/stage.ts';

/** The wishes of a strategy that has entered. */
interface Plan {
  /** 1 at market unless it says otherwise. */
  readonly buy?: OrderLines;
  readonly stopLoss?: OrderLines;
  readonly takeProfit?: OrderLines;
}

/** Enters once, on the first bar, and then sets its exits. */
function planned({ buy, stopLoss = null, takeProfit = null }: Plan): StrategyClass {
  return class Planned extends Strategy {
    override shouldLong() {
      return this.index === 0;
    }
    override shouldCancelEntry() {
      return false;
    }
    override goLong() {
      this.buy = buy ?? [1, this.price];
    }
    override onOpenPosition(_order: LiveOrder) {
      this.stopLoss = stopLoss;
      this.takeProfit = takeProfit;
    }
  };
}

/** The first minute stands at 100; the entry at market is made as it ends. */
function minutes(...rows: readonly Row[]) {
  return minutesOf([[100, 100], ...rows]);
}

/** Lists fills in order as `id price minute`; minute 1 is the first after the entry's. */
function fills({ trades }: Played): readonly string[] {
  return trades.flatMap(({ orders }) =>
    orders.map(({ id, fillPrice, executedAt }) => `${id} ${fillPrice} ${((executedAt ?? 0) - START) / MINUTE - 1}`),
  );
}

describe('one minute against waiting orders', () => {
  it.each([
    ['rises', [100, 101, 110, 90] as const, 95],
    ['falls', [100, 99, 110, 90] as const, 105],
  ])('that %s reaches its stop or its target first', (_, row, exit) => {
    const played = playOne(planned({ stopLoss: [1, 95], takeProfit: [1, 105] }), minutes(row));
    expect(played.trades).toMatchObject([{ exitPrice: exit }]);
    expect(played.orders.map(({ status }) => status)).toContain('CANCELED');
  });

  it('may enter and leave', () => {
    const played = playOne(
      planned({ buy: [1, 95], takeProfit: [1, 98], stopLoss: [1, 85] }),
      minutes([100, 99, 101, 90]),
    );
    expect(played.trades).toMatchObject([
      { entryPrice: 95, openedAt: START + 2 * MINUTE, closedAt: START + 2 * MINUTE },
    ]);
    expect(played.trades[0].exitPrice).toBe(98);
  });

  it('does not reach in what is left what came before the entry', () => {
    const played = playOne(planned({ buy: [1, 105], stopLoss: [1, 95] }), minutes([100, 108, 110, 90], [108, 108]));
    expect(played.trades).toMatchObject([{ entryPrice: 105, exitPrice: 108, closedAt: START + 3 * MINUTE }]);
  });

  it('fills a ladder in the order of its path and looks anew after each fill (F07)', () => {
    const exits: OrderLines = [
      [0.25, 112],
      [0.25, 106],
      [0.25, 109],
      [0.25, 103],
    ];
    const played = playOne(planned({ takeProfit: exits }), minutes([100, 115]));
    expect(fills(played)).toEqual(['1 100 0', '5 103 1', '3 106 1', '4 109 1', '2 112 1']);
  });

  it('fills orders at one price in the order of their submission (F19)', () => {
    const buy: OrderLines = [3, 1, 2, 5, 4].map((qty) => [qty, 95] as const);
    const played = playOne(planned({ buy }), minutes([100, 90]));
    expect(played.orders.slice(0, 5).map(({ qty }) => qty)).toEqual([3, 1, 2, 5, 4]);
    expect(fills(played).slice(0, 5)).toEqual(['1 95 1', '2 95 1', '3 95 1', '4 95 1', '5 95 1']);
  });

  it('fills an order at its very open and at its very end', () => {
    const played = playOne(planned({ buy: [[1, 95]], takeProfit: [1, 97] }), minutes([100, 96], [95, 97]));
    expect(played.trades).toMatchObject([{ entryPrice: 95, exitPrice: 97, openedAt: played.trades[0].closedAt }]);
  });

  it('shows hooks the price of the fill and the bars that form with it, not what comes (F20)', () => {
    const seen: unknown[] = [];
    class Looking extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override shouldCancelEntry() {
        return false;
      }
      override goLong() {
        this.buy = [
          [1, 100.5],
          [1, 105],
        ];
      }
      override onOpenPosition() {
        this.look();
      }
      override onIncreasedPosition() {
        this.look();
      }
      look() {
        const { open, close, high, low } = this.getCandles(BTC, '5m').last;
        seen.push([this.price, this.close, this.position.currentPrice, this.currentCandle.high, this.time - START]);
        seen.push([open, close, high, low]);
      }
    }
    play({
      candles: {
        [BTC]: minutesOf([
          [100, 99],
          [100.5, 108, 110, 98],
          [108, 108],
        ]),
      },
      routes: [{ symbol: BTC, timeframe: '1m', strategy: Looking }],
      dataRoutes: [{ symbol: BTC, timeframe: '5m' }],
    });
    expect(seen).toEqual([
      [100.5, 100.5, 100.5, 100.5, 2 * MINUTE],
      [100, 100.5, 100.5, 99],
      [105, 105, 105, 105, 2 * MINUTE],
      [100, 105, 105, 98],
    ]);
  });

  it('ends a strategy that orders again at every fill', () => {
    class Endless extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override shouldCancelEntry() {
        return false;
      }
      override goLong() {
        this.buy = [0.0001, 105];
      }
      override onOpenPosition() {
        this.again();
      }
      override onIncreasedPosition() {
        this.again();
      }
      again() {
        this.buy = [0.0001 + this.increasedCount * 1e-9, this.price];
      }
    }
    expect(() => playOne(Endless, minutes([100, 110]))).toThrow(
      expect.objectContaining({ code: 'InvalidStrategy', message: expect.stringContaining('more than 10000 fills') }),
    );
  });
});

describe('a gap', () => {
  const through = minutes([100, 101], [90, 91]);

  it('through a stop fills it at the open behind, not at a price that never was (F09)', () => {
    expect(playOne(planned({ stopLoss: [1, 95] }), through).trades).toMatchObject([{ exitPrice: 90 }]);
  });

  it('through a target fills it at the open too, which is better', () => {
    const played = playOne(planned({ takeProfit: [1, 105] }), minutes([100, 101], [112, 111]));
    expect(played.trades).toMatchObject([{ exitPrice: 112 }]);
  });

  it("fills orders at their own prices under Jesse's rule", () => {
    const played = playOne(planned({ stopLoss: [1, 95] }), through, { job: { fills: JESSE.fills } });
    expect(played.trades).toMatchObject([{ exitPrice: 95 }]);
  });

  it('fills all it jumps over, nearest to the last close first', () => {
    const buy: OrderLines = [
      [1, 94],
      [1, 97],
      [1, 92],
    ];
    expect(fills(playOne(planned({ buy }), through)).slice(0, 3)).toEqual(['2 90 2', '1 90 2', '3 90 2']);
  });

  it('over an entry and beyond its stop leaves at once, at the open', () => {
    class Early extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override shouldCancelEntry() {
        return false;
      }
      override goLong() {
        this.buy = [1, 97];
        this.stopLoss = [1, 95];
      }
    }
    expect(playOne(Early, through).trades).toMatchObject([{ entryPrice: 90, exitPrice: 90 }]);
  });

  it('over an entry is refused what the margin does not pay at the open', () => {
    const entry = planned({ buy: [95, 105] });
    const exchange = { balance: 9994 } as const;
    const played = playOne(entry, minutes([150, 150]), { exchange });
    expect(played.orders).toMatchObject([{ status: 'CANCELED', fillPrice: null }]);
    expect(played.trades).toEqual([]);
    const byJesse = playOne(entry, minutes([150, 150]), { exchange, job: { compat: 'jesse' } });
    expect(byJesse.trades).toMatchObject([{ entryPrice: 150 }]);
  });

  it('over an entry is paid out of what is free', () => {
    const played = playOne(planned({ buy: [60, 105] }), minutes([150, 150]));
    expect(played.trades).toMatchObject([{ entryPrice: 150, qty: 60 }]);
  });

  it('leaves a limit order that it would make dearer to wait for its price', () => {
    const desk = new TestDesk({}, {}, [
      [110, 112],
      [112, 104],
    ]);
    const [limit, stop] = (['LIMIT', 'STOP'] as const).map((type) => desk.submit(request('buy', 1, 105, { type })));
    desk.playMinute();
    expect([limit.fillPrice, stop.fillPrice]).toEqual([null, 110]);
    desk.playMinute();
    expect(limit.fillPrice).toBe(105);
  });

  it('does not touch what lies beyond its open', () => {
    const played = playOne(planned({ stopLoss: [1, 89] }), minutes([100, 101], [90, 91], [91, 88]));
    expect(played.trades).toMatchObject([{ exitPrice: 89 }]);
  });

  it('gives what another route sent to market meanwhile the open behind it', () => {
    class Leader extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override shouldCancelEntry() {
        return false;
      }
      override goLong() {
        this.buy = [1, 105];
      }
    }
    class Follower extends Strategy {
      override shouldLong() {
        return this.index === 0;
      }
      override goLong() {
        this.buy = [1, this.price];
      }
      override onRouteOpenPosition() {
        this.liquidate();
      }
    }
    const { trades } = play({
      candles: {
        [BTC]: minutes([100, 110]),
        [ETH]: minutesOf([
          [50, 50],
          [48, 47, 49, 46],
        ]),
      },
      routes: [
        { symbol: BTC, timeframe: '1m', strategy: Leader },
        { symbol: ETH, timeframe: '1m', strategy: Follower },
      ],
    });
    expect(trades.find(({ symbol }) => symbol === ETH)).toMatchObject({ entryPrice: 50, exitPrice: 48 });
  });
});

describe('slippage', () => {
  const job = { fills: { gap: 'open', slippage: 0.01 } } as const;

  it('worsens market and stop orders, not limits', () => {
    const played = playOne(planned({ stopLoss: [0.5, 95], takeProfit: [0.5, 105] }), minutes([100, 106], [106, 94]), {
      job,
    });
    expect(played.orders.map(({ type, fillPrice }) => [type, fillPrice])).toEqual([
      ['MARKET', 101],
      ['STOP', 95 * 0.99],
      ['LIMIT', 105],
    ]);
  });

  it('comes on top of a gap', () => {
    const played = playOne(planned({ stopLoss: [1, 95] }), minutes([100, 101], [90, 91]), { job });
    expect(played.trades).toMatchObject([{ exitPrice: 90 * 0.99 }]);
  });
});

describe('an exit near the price', () => {
  it.each([
    ['market', null, 100],
    ['its own', 'jesse', 100.01],
  ] as const)('leaves at market, at the price of %s', (_, compat, exit) => {
    const played = playOne(planned({ takeProfit: [1, 100.01] }), minutes([100, 100]), { job: { compat } });
    expect(played.trades).toMatchObject([{ exitPrice: exit }]);
    expect(played.orders[1]).toMatchObject({ type: 'MARKET', submittedVia: 'take-profit' });
  });
});
