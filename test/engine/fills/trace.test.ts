import { Strategy } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { ENGINE_STEPS, type LoggingSwitches, SWITCHED_STEPS, stepsToldWith } from '../../../src/model/logging.ts';
import { BTC, minutesOf, playOne } from '../support/stage.ts';

/** Opens 2 at 100, increases by 1, reduces by 1, then closes. */
class Cycle extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [2, this.price];
  }
  override updatePosition() {
    if (this.index === 1) this.buy = [1, this.price];
    if (this.index === 2) this.takeProfit = [1, this.price];
    if (this.index === 3) this.liquidate();
  }
}

/** Waits below the market for one bar. */
class Waiting extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, 50];
  }
  override shouldCancelEntry() {
    return true;
  }
}

class Filtered extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
  override filters() {
    return [this.never];
  }
  never() {
    return false;
  }
}

const CANDLES = minutesOf([100, 100, 110, 110, 120, 120].map((price) => [price, price, price, price] as const));

describe('the steps of the engine', () => {
  it('are told in the order in which they happen, with the balance behind what changes it', () => {
    const exchange = { fee: 0.01, balance: 1000 };
    expect(playOne(Cycle, CANDLES, { debug: ENGINE_STEPS, exchange }).traced).toEqual([
      '0 strategy_execution BTC-USDT: EXECUTING strategy: Cycle, BTC-USDT, 1m',
      '1 order_submission BTC-USDT: SUBMITTED order: BTC-USDT, MARKET, buy, 2, $100.00',
      '1 order_execution BTC-USDT: EXECUTED order: BTC-USDT, MARKET, buy, 2, $100.00',
      '1 balance_update BTC-USDT: BALANCE of USDT: 1000 to 998, fee of the fill',
      '1 position_opened BTC-USDT: OPENED long position: BTC-USDT, 2, entry $100.00',
      '2 order_submission BTC-USDT: SUBMITTED order: BTC-USDT, MARKET, buy, 1, $100.00',
      '2 order_execution BTC-USDT: EXECUTED order: BTC-USDT, MARKET, buy, 1, $100.00',
      '2 balance_update BTC-USDT: BALANCE of USDT: 998 to 997, fee of the fill',
      '2 position_increased BTC-USDT: INCREASED long position: BTC-USDT, 2 to 3, entry $100.00',
      '3 order_submission BTC-USDT: SUBMITTED order: BTC-USDT, MARKET, sell, -1, $110.00',
      '3 order_execution BTC-USDT: EXECUTED order: BTC-USDT, MARKET, sell, -1, $110.00',
      '3 balance_update BTC-USDT: BALANCE of USDT: 997 to 995.9, fee of the fill',
      '3 balance_update BTC-USDT: BALANCE of USDT: 995.9 to 1005.9, realised PNL',
      '3 position_reduced BTC-USDT: REDUCED long position: BTC-USDT, 3 to 2, exit $110.00',
      '4 order_submission BTC-USDT: SUBMITTED order: BTC-USDT, MARKET, sell, -2, $110.00',
      '4 order_execution BTC-USDT: EXECUTED order: BTC-USDT, MARKET, sell, -2, $110.00',
      '4 balance_update BTC-USDT: BALANCE of USDT: 1005.9 to 1003.7, fee of the fill',
      '4 balance_update BTC-USDT: BALANCE of USDT: 1003.7 to 1023.7, realised PNL',
      '4 position_closed BTC-USDT: CLOSED long position: BTC-USDT, 2, exit $110.00, PNL 23.7',
    ]);
  });

  it('on spot set money aside for an order, and give it back when the order is cancelled', () => {
    const { traced } = playOne(Waiting, CANDLES, {
      debug: ENGINE_STEPS,
      exchange: { type: 'spot', balance: 1000, leverage: 1 },
    });
    expect(traced).toEqual([
      '0 strategy_execution BTC-USDT: EXECUTING strategy: Waiting, BTC-USDT, 1m',
      '1 order_submission BTC-USDT: SUBMITTED order: BTC-USDT, LIMIT, buy, 1, $50.00',
      '1 balance_update BTC-USDT: BALANCE of USDT: 1000 to 950, set aside for the order',
      '2 order_cancellation BTC-USDT: CANCELED order: BTC-USDT, LIMIT, buy, 1, $50.00',
      '2 balance_update BTC-USDT: BALANCE of USDT: 950 to 1000, released by the order',
    ]);
  });

  it('say which filter holds an entry back', () => {
    const { traced } = playOne(Filtered, CANDLES, { debug: ['entry_held_back'] });
    expect(traced).toEqual([`1 entry_held_back ${BTC}: filter never of ${BTC} holds an entry back`]);
  });

  it.each(SWITCHED_STEPS)('leave out %s, and nothing else, when it is switched off', (step) => {
    const told = (switches: LoggingSwitches) => playOne(Cycle, CANDLES, { debug: stepsToldWith(switches) }).traced;
    expect(told({ [step]: false })).toEqual(told({}).filter((line) => line.split(' ')[1] !== step));
  });

  it('change no result', () => {
    const [silent, traced] = [[], ENGINE_STEPS].map((debug) => playOne(Cycle, CANDLES, { debug }));
    expect(traced.orders).toEqual(silent.orders);
    expect(traced.equity).toEqual(silent.equity);
  });
});
