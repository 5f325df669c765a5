import { type LiveOrder, type OrderLines, Strategy } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/model/time.ts';
import { Diary } from '../support/diary.ts';
import { flat, JESSE, minutesClosingAt, minutesOf, playOne, START } from '../support/stage.ts';

/** Enters long at market on its first bar, when it is to. */
class Enters extends Diary {
  override shouldLong() {
    super.shouldLong();
    return this.index === 0;
  }
  override goLong() {
    this.note('goLong');
    this.buy = [1, this.price];
  }
}

function diaryOf({ strategies }: { readonly strategies: readonly unknown[] }, route = 0): readonly string[] {
  return (strategies[route] as Diary).diary;
}

/** Leaves out the hooks of every bar. */
function eventful(diary: readonly string[]): readonly string[] {
  return diary.filter((line) => !/ (?:before|after|updateChart|updatePosition|should\w+)$/.test(line));
}

describe('a strategy', () => {
  it('has the hooks of its class and those that its fields and constructor assign', () => {
    class Fields extends Strategy {
      calls = 0;
      override shouldLong = () => false;
      override before = () => {
        this.calls++;
      };
      override after = () => {
        this.calls++;
      };
    }
    const { strategies } = playOne(Fields, minutesClosingAt(flat(3)));
    expect(strategies[0]).toMatchObject({ calls: 6 });
  });

  it('cannot assign a hook later, which would never be called', () => {
    class Late extends Strategy {
      override shouldLong() {
        this.after = () => {};
        return false;
      }
    }
    expect(() => playOne(Late, minutesClosingAt(flat(3)))).toThrow(/this\.after, which was not called/);
  });

  it('runs its hooks in order, from the first bar to the end', () => {
    class Cycle extends Enters {
      override onOpenPosition(order: LiveOrder) {
        super.onOpenPosition(order);
        this.takeProfit = [1, 102];
      }
    }
    const { strategies } = playOne(Cycle, minutesClosingAt([100, 101, 103, 103]));
    expect(diaryOf({ strategies })).toEqual([
      '1 before',
      '1 shouldShort',
      '1 shouldLong',
      '1 goLong',
      '1 after',
      '1 updateChart',
      '1 onOpenPosition',
      '2 before',
      '2 updatePosition',
      '2 after',
      '2 updateChart',
      '3 onClosePosition',
      '3 before',
      '3 shouldShort',
      '3 shouldLong',
      '3 after',
      '3 updateChart',
      '4 before',
      '4 shouldShort',
      '4 shouldLong',
      '4 after',
      '4 updateChart',
      '4 beforeTerminate',
      '4 terminate',
    ]);
  });

  it('hears of every change of its position', () => {
    class Ladder extends Enters {
      override goLong() {
        this.buy = [
          [1, this.price],
          [1, 95],
        ];
      }
      override onIncreasedPosition(order: LiveOrder) {
        super.onIncreasedPosition(order);
        this.takeProfit = [
          [1, 98],
          [1, 105],
        ];
      }
    }
    const { strategies, trades } = playOne(Ladder, minutesClosingAt([100, 94, 99, 106]));
    expect(eventful(diaryOf({ strategies }))).toEqual([
      '1 onOpenPosition',
      '2 onIncreasedPosition',
      '3 onReducedPosition',
      '4 onClosePosition',
      '4 beforeTerminate',
      '4 terminate',
    ]);
    expect(trades).toMatchObject([{ qty: 2, entryPrice: 97.5, exitPrice: 101.5 }]);
  });

  it('counts its bars, entries, exits and trades', () => {
    const seen: unknown[] = [];
    class Counting extends Enters {
      override onOpenPosition() {
        this.takeProfit = [
          [0.5, 101],
          [0.5, 102],
        ];
      }
      override after() {
        seen.push([this.index, this.increasedCount, this.reducedCount, this.tradesCount, this.lastTradeIndex]);
      }
    }
    playOne(Counting, minutesClosingAt([100, 101, 102, 102]));
    expect(seen).toEqual([
      [0, 0, 0, 0, 0],
      [1, 1, 1, 0, 0],
      [2, 0, 0, 1, 2],
      [3, 0, 0, 1, 2],
    ]);
  });

  it('is asked whether its entries are to be withdrawn, and may enter anew on the same bar', () => {
    class Waiting extends Enters {
      override shouldLong() {
        return true;
      }
      override goLong() {
        this.note('goLong');
        this.buy = [1, 90];
      }
      override shouldCancelEntry() {
        super.shouldCancelEntry();
        return this.index === 2;
      }
    }
    const played = playOne(Waiting, minutesClosingAt(flat(4)));
    expect(diaryOf(played).filter((line) => /goLong|Cancel/.test(line))).toEqual([
      '1 goLong',
      '2 shouldCancelEntry',
      '3 shouldCancelEntry',
      '3 onCancel',
      '3 goLong',
      '4 shouldCancelEntry',
      '4 onCancel',
    ]);
    expect(played.orders.map(({ status }) => status)).toEqual(['CANCELED', 'CANCELED']);
  });

  it.each([
    ['stop', 'long', 104, 95],
    ['target', 'long', 96, 105],
    ['stop', 'short', 96, 105],
    ['target', 'short', 104, 95],
  ] as const)('that moves the %s of its %s to where the market is beyond leaves at market', (exit, type, to, price) => {
    class Moving extends Enters {
      override shouldLong() {
        return type === 'long' && this.index === 0;
      }
      override shouldShort() {
        return type === 'short' && this.index === 0;
      }
      override goShort() {
        this.sell = [1, this.price];
      }
      override updatePosition() {
        if (this.index !== 1) return;
        if (exit === 'stop') this.stopLoss = [1, to];
        else this.takeProfit = [1, to];
      }
    }
    const candles = minutesClosingAt([100, price, price, price]);
    const { orders, trades } = playOne(Moving, candles);
    expect(trades).toMatchObject([{ exitPrice: price, closedAt: START + 2 * MINUTE }]);
    expect(orders[1]).toMatchObject({ type: 'MARKET', reduceOnly: true, status: 'EXECUTED', price });
    const byJesse = playOne(Moving, candles, { job: JESSE });
    expect(byJesse.orders[1]).toMatchObject({ type: exit === 'stop' ? 'LIMIT' : 'STOP', price: to });
    expect(byJesse.trades).toMatchObject([{ closedAt: START + 4 * MINUTE }]);
  });

  describe('whose entry is rejected', () => {
    /** Waits for 105 with nearly the whole wallet, and the market opens at 150. */
    class Refused extends Enters {
      readonly waiting: boolean[] = [];
      override shouldLong() {
        return this.index === 0 || this.index === 3;
      }
      override goLong() {
        this.note('goLong');
        this.buy = this.index === 0 ? [95, 105] : [10, this.price];
      }
      override shouldCancelEntry() {
        return false;
      }
      override after() {
        this.waiting.push(this.hasLongEntryOrders);
      }
    }
    const candles = minutesOf([
      [100, 100],
      [150, 150],
      [150, 150],
      [150, 150],
      [150, 150],
    ]);

    it.each(['futures', 'spot'] as const)('on %s is told, has nothing waiting and may enter again', (type) => {
      const job = type === 'spot' ? ({ fills: { gap: 'open', slippage: 0.03 } } as const) : {};
      const played = playOne(Refused, candles, { exchange: { balance: 9994, type }, job });
      const told = eventful(diaryOf(played)).slice(0, 4);
      expect(told).toEqual(['1 goLong', '2 onCancel', '4 goLong', '4 onOpenPosition']);
      expect((played.strategies[0] as Refused).waiting.slice(0, 3)).toEqual([true, false, false]);
      expect(played.trades).toMatchObject([{ qty: 10 }]);
    });

    it('still waits with what is left of its ladder, and is told once that is gone', () => {
      class Ladder extends Refused {
        override goLong() {
          this.buy = [
            [60, 105],
            [10, 90],
          ];
        }
      }
      const played = playOne(Ladder, candles, { exchange: { balance: 7500 } });
      expect(eventful(diaryOf(played))).toEqual(['5 beforeTerminate', '5 onCancel', '5 terminate']);
      expect((played.strategies[0] as Refused).waiting).toEqual([true, true, true, true, true]);
    });
  });

  it('enters only when all its filters pass, and says in the log which did not', () => {
    class Filtered extends Enters {
      override shouldLong() {
        return true;
      }
      override filters() {
        return [this.always, this.late];
      }
      always() {
        return true;
      }
      late() {
        return this.index >= 2 && this.hasLongEntryOrders;
      }
    }
    const played = playOne(Filtered, minutesClosingAt(flat(5)));
    expect(played.orders[0].createdAt).toBe(played.store.app.startingTime + 3 * 60_000);
  });

  it('must give filters as functions', () => {
    class Called extends Enters {
      override filters() {
        return [true as unknown as () => boolean];
      }
    }
    expect(() => playOne(Called, minutesClosingAt(flat(2)))).toThrow('write this.filter, not this.filter()');
  });

  it('leaves by liquidate(), as a take-profit with a gain and as a stop-loss without, and may enter on the same bar', () => {
    class Leaving extends Enters {
      override shouldLong() {
        return true;
      }
      override updatePosition() {
        this.liquidate();
      }
    }
    const { orders, trades } = playOne(Leaving, minutesClosingAt([100, 101, 99]));
    expect(orders.map(({ side, submittedVia, price }) => [side, submittedVia, price])).toEqual([
      ['buy', null, 100],
      ['sell', 'take-profit', 101],
      ['buy', null, 101],
      ['sell', 'stop-loss', 99],
      ['buy', null, 99],
      ['sell', null, 99],
    ]);
    expect(trades).toHaveLength(3);
  });

  it('may change exits and entries while it is in, which sends them anew', () => {
    class Changing extends Enters {
      override updatePosition() {
        if (this.index === 1) this.stopLoss = [1, 90];
        if (this.index === 2) this.stopLoss = [1, 95];
        if (this.index === 3) this.buy = [1, 97];
        if (this.index === 4) this.buy = [];
        if (this.index === 5) this.stopLoss = [];
      }
    }
    const { orders } = playOne(Changing, minutesClosingAt(flat(7)));
    expect(orders.map(({ type, price, status, submittedVia }) => [type, price, status, submittedVia])).toEqual([
      ['MARKET', 100, 'EXECUTED', null],
      ['STOP', 90, 'CANCELED', 'stop-loss'],
      ['STOP', 95, 'CANCELED', 'stop-loss'],
      ['LIMIT', 97, 'CANCELED', null],
      ['MARKET', 100, 'EXECUTED', null],
    ]);
  });

  it('keeps an exit that it sets to null', () => {
    class Forgetful extends Enters {
      override onOpenPosition() {
        this.stopLoss = [1, 95];
      }
      override updatePosition() {
        this.stopLoss = null;
      }
    }
    const { trades } = playOne(Forgetful, minutesClosingAt([100, 100, 94]));
    expect(trades).toMatchObject([{ exitPrice: 95 }]);
  });

  it('knows average prices of what it sent', () => {
    const seen: number[] = [];
    class Averages extends Enters {
      override goLong() {
        this.buy = [
          [1, this.price],
          [3, 96],
        ];
        seen.push(this.averageEntryPrice);
      }
      override onOpenPosition() {
        this.stopLoss = [
          [1, 90],
          [1, 80],
        ];
        this.takeProfit = [2, 120];
      }
      override updatePosition() {
        seen.push(this.averageEntryPrice, this.averageStopLoss, this.averageTakeProfit);
      }
    }
    playOne(Averages, minutesClosingAt(flat(2)));
    expect(seen).toEqual([97, 97, 85, 120]);
  });

  it('knows the average price of the side on which it waits', () => {
    const seen: number[] = [];
    class Waiting extends Strategy {
      override shouldLong() {
        return false;
      }
      override shouldShort() {
        return this.index === 0;
      }
      override goLong() {}
      override goShort() {
        this.sell = [1, 120];
      }
      override shouldCancelEntry() {
        this.buy = [1, 80];
        seen.push(this.averageEntryPrice);
        return false;
      }
    }
    playOne(Waiting, minutesClosingAt(flat(2)));
    expect(seen).toEqual([120]);
  });

  it.each(['goLong', 'onOpenPosition', 'updatePosition'] as const)(
    'may not make one order of both exits in %s',
    (hook) => {
      class Twice extends Enters {
        override goLong() {
          super.goLong();
          if (hook === 'goLong') this.setBoth();
        }
        override onOpenPosition() {
          if (hook === 'onOpenPosition') this.setBoth();
        }
        override updatePosition() {
          if (hook === 'updatePosition') this.setBoth();
        }
        private setBoth() {
          this.stopLoss = [1, 90];
          this.takeProfit = [1, 90];
        }
      }
      expect(() => playOne(Twice, minutesClosingAt(flat(3)))).toThrow('stopLoss and takeProfit are the same orders');
    },
  );

  it('has no average of exits it did not set', () => {
    class Asking extends Enters {
      override updatePosition() {
        this.log(String(this.averageStopLoss));
      }
    }
    expect(() => playOne(Asking, minutesClosingAt(flat(2)))).toThrow('stopLoss is not set');
  });

  it('sees its orders by what they are for', () => {
    const seen: unknown[] = [];
    class Looking extends Enters {
      override goLong() {
        this.buy = [
          [1, this.price],
          [1, 90],
        ];
      }
      override onOpenPosition() {
        this.stopLoss = [1, 80];
      }
      override updatePosition() {
        if (this.index < 2) return;
        seen.push([this.orders, this.entryOrders, this.exitOrders, this.activeExitOrders].map((list) => list.length));
        seen.push([this.hasLongEntryOrders, this.hasShortEntryOrders]);
      }
    }
    playOne(Looking, minutesClosingAt(flat(3)));
    expect(seen).toEqual([
      [3, 1, 1, 1],
      [true, false],
    ]);
  });

  it('sees its trades and the metrics so far, at every bar', () => {
    const seen: unknown[] = [];
    class Scalper extends Enters {
      override shouldLong() {
        return true;
      }
      override updatePosition() {
        this.liquidate();
      }
      override after() {
        seen.push([this.trades.length, this.metrics.total]);
      }
    }
    playOne(Scalper, minutesClosingAt(flat(4)));
    expect(seen).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('knows what its account is worth, with leverage counted once (F17)', () => {
    class Valued extends Enters {
      values: readonly number[] = [];
      override updatePosition() {
        this.values = [this.portfolioValue, this.balance, this.availableMargin, this.leveragedAvailableMargin];
      }
    }
    const { strategies } = playOne(Valued, minutesClosingAt([100, 110]), { exchange: { leverage: 5 } });
    expect((strategies[0] as Valued).values).toEqual([10_010, 10_000, 9990, 49_950]);
  });

  it('hears of a cancel only when entries were lost, not after every close (F14)', () => {
    class Losing extends Enters {
      override goLong() {
        this.buy = [
          [1, this.price],
          [1, 90],
        ];
      }
      override onOpenPosition() {
        this.takeProfit = [1, 105];
      }
    }
    class Closing extends Enters {
      override onOpenPosition() {
        this.takeProfit = [1, 105];
      }
    }
    const candles = minutesClosingAt([100, 106, 106]);
    const cancels = (played: { readonly strategies: readonly unknown[] }): number =>
      diaryOf(played).filter((line) => line.endsWith('onCancel')).length;
    expect(cancels(playOne(Closing, candles))).toBe(0);
    expect(cancels(playOne(Losing, candles))).toBe(1);
    expect(cancels(playOne(Closing, candles, { job: JESSE }))).toBe(1);
  });

  it('leaves at market, reducing only, when an exit is on the wrong side of the entry (F13)', () => {
    class Wrong extends Enters {
      override goLong() {
        this.buy = [1, this.price];
        this.stopLoss = [3, 110];
      }
    }
    const ours = playOne(Wrong, minutesClosingAt(flat(3)));
    expect(ours.trades).toMatchObject([{ type: 'long', qty: 1, exitPrice: 100 }]);
    expect(ours.orders[1]).toMatchObject({ reduceOnly: true, filledQty: -1, submittedVia: 'stop-loss' });
    const theirs = playOne(Wrong, minutesClosingAt(flat(3)), { job: JESSE });
    expect(theirs.trades.map(({ type }) => type)).toEqual(['long', 'short']);
  });

  it.each([
    [null, ['3 beforeTerminate', '3 onClosePosition', '3 terminate']],
    ['jesse', ['3 beforeTerminate', '3 terminate', '3 onClosePosition']],
  ] as const)('is closed at the end and then told of it (F46), compat %s', (compat, hooks) => {
    const played = playOne(Enters, minutesClosingAt([100, 101, 102]), { job: { compat } });
    expect(eventful(diaryOf(played)).filter((line) => /erminate|Close/.test(line))).toEqual(hooks);
    expect(played.trades).toMatchObject([{ exitPrice: 102, pnl: 2 }]);
    expect(played.metrics).toMatchObject({ total_open_trades: 1, open_pl: 2 });
  });

  it('may liquidate before the end, and withdraws what waits', () => {
    class Tidy extends Enters {
      override beforeTerminate() {
        this.liquidate();
      }
    }
    const { metrics, trades } = playOne(Tidy, minutesClosingAt(flat(3)));
    expect([trades.length, metrics.total_open_trades]).toEqual([1, 0]);
    class Waiting extends Enters {
      override goLong() {
        this.buy = [1, 90];
      }
      override shouldCancelEntry() {
        return false;
      }
    }
    const waiting = playOne(Waiting, minutesClosingAt(flat(3)));
    expect(waiting.orders).toMatchObject([{ status: 'CANCELED' }]);
    expect(eventful(diaryOf(waiting))).toEqual(['3 beforeTerminate', '3 onCancel', '3 terminate']);
  });
});

describe('what a strategy may not do', () => {
  const refusals: readonly (readonly [title: string, code: string, Class: typeof Enters, type: 'futures' | 'spot'])[] =
    [
      [
        'be long and short at once',
        'ConflictingRules',
        class extends Enters {
          override shouldShort() {
            return true;
          }
        },
        'futures',
      ],
      [
        'sell short on spot',
        'InvalidStrategy',
        class extends Enters {
          override shouldShort() {
            return true;
          }
        },
        'spot',
      ],
      [
        'set an exit on spot before it holds anything',
        'InvalidStrategy',
        class extends Enters {
          override goLong() {
            this.buy = [1, this.price];
            this.stopLoss = [1, 90];
          }
        },
        'spot',
      ],
      [
        'go long without saying what to buy',
        'InvalidStrategy',
        class extends Enters {
          override goLong() {}
        },
        'futures',
      ],
      [
        'order in another shape than [qty, price]',
        'InvalidShape',
        class extends Enters {
          override goLong() {
            this.buy = 5 as unknown as OrderLines;
          }
        },
        'futures',
      ],
      [
        'order nothing',
        'InvalidStrategy',
        class extends Enters {
          override goLong() {
            this.buy = [0, this.price];
          }
        },
        'futures',
      ],
      [
        'order more than it has margin for',
        'InsufficientMargin',
        class extends Enters {
          override goLong() {
            this.buy = [101, this.price];
          }
        },
        'futures',
      ],
      [
        'stop and target with the same orders',
        'InvalidStrategy',
        class extends Enters {
          override onOpenPosition() {
            this.stopLoss = [1, 95];
            this.takeProfit = [1, 95];
          }
        },
        'futures',
      ],
      [
        'read candles that no route provides',
        'RouteNotFound',
        class extends Enters {
          override before() {
            this.getCandles('DOGE-USDT', '4h');
          }
        },
        'futures',
      ],
    ];

  it.each(refusals)('%s: %s', (_, code, Class, type) => {
    expect(() => playOne(Class, minutesClosingAt(flat(4)), { exchange: { type } })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});
