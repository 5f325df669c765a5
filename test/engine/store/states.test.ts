import { Strategy } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { LogsState } from '../../../src/engine/store/logs.ts';
import { MINUTE } from '../../../src/model/time.ts';
import { BTC, ETH, flat, minutesClosingAt, minutesOf, play, type Row, START } from '../support/stage.ts';

class Idle extends Strategy {
  override shouldLong() {
    return false;
  }
}

/** BTC-USDT traded, ETH-USDT read, `count` minutes that rise by one. */
function played(count: number) {
  const rows = Array.from({ length: count }, (_, i): Row => [100 + i, 101 + i, 102 + i, 99 + i]);
  const candles = { [BTC]: minutesOf(rows), [ETH]: minutesOf(rows) };
  const routes = [{ symbol: BTC, timeframe: '1m', strategy: Idle }] as const;
  return play({ candles, routes, dataRoutes: [{ symbol: ETH, timeframe: '5m' }] }).store;
}

describe('logs', () => {
  it('are kept by kind with their time', () => {
    const logs = new LogsState();
    logs.add('info', 1, 'one');
    logs.add('error', 2, 'two');
    expect([logs.info, logs.errors]).toEqual([[{ timestamp: 1, message: 'one' }], [{ timestamp: 2, message: 'two' }]]);
  });

  it('are bounded: the newest stay (F31)', () => {
    const logs = new LogsState();
    for (let i = 0; i < 100_000; i++) logs.add('info', i, 'again');
    expect(logs.info.length).toBeLessThanOrEqual(20_000);
    expect(logs.info.length).toBeGreaterThanOrEqual(10_000);
    expect(logs.info.at(-1)?.timestamp).toBe(99_999);
  });

  it('are bounded in characters as well: of long lines few stay, the newest', () => {
    const logs = new LogsState();
    for (let i = 0; i < 1_000; i++) logs.add('error', i, 'x'.repeat(1_000_000));
    expect(logs.errors.length).toBeLessThanOrEqual(17);
    expect(logs.errors.at(-1)?.timestamp).toBe(999);
  });
});

describe('tickers', () => {
  it('are read off the candles: the last price and the range and volume of a day', () => {
    const { tickers } = played(2000);
    const volume = (561 + 2000) * 720;
    expect(tickers.getCurrentTicker(BTC)).toEqual({
      timestamp: START + 1999 * MINUTE,
      lastPrice: 2100,
      high: 2101,
      low: 659,
      volume,
    });
  });

  it('go back 120 minutes', () => {
    const { tickers } = played(200);
    expect(tickers.getPastTicker(ETH, 120)).toMatchObject({ timestamp: START + 79 * MINUTE, lastPrice: 180, low: 99 });
    expect(() => tickers.getPastTicker(ETH, 121)).toThrow('0 to 120');
    expect(() => tickers.getPastTicker(ETH, -1)).toThrow(
      expect.objectContaining({ code: 'InvalidStrategy', message: 'tickers go back 0 to 120 minutes, not -1' }),
    );
  });

  it('of a time before the candles are refused', () => {
    expect(() => played(10).tickers.getPastTicker(BTC, 10)).toThrow('10 minutes back');
  });
});

describe("the market's trades and order books", () => {
  it('are empty while candles are played, whoever asks for them', () => {
    const { trades, orderbooks } = played(10);
    expect([trades.getTrades(BTC), trades.getCurrentTrade(BTC), trades.getPastTrade(BTC, 1)]).toEqual([[], null, null]);
    expect([
      orderbooks.getOrderbooks(ETH),
      orderbooks.getCurrentOrderbook(ETH),
      orderbooks.getPastOrderbook(ETH, 1),
    ]).toEqual([[], null, null]);
  });
});

describe('positions', () => {
  it('are of traded symbols only', () => {
    const { positions } = played(10);
    expect(positions.all.map(({ symbol }) => symbol)).toEqual([BTC]);
    expect([positions.getPosition(ETH), positions.countOpenPositions()]).toEqual([null, 0]);
    expect(positions.getPosition(BTC)?.exchangeName).toBe('Sandbox');
  });
});

describe('exchanges', () => {
  it('are found by name, and the only one there is by none', () => {
    const { exchanges } = played(10);
    expect(exchanges.getExchange('Sandbox')).toBe(exchanges.tradingExchange);
    expect(() => exchanges.getExchange('Kraken')).toThrow('no exchange Kraken; this backtest trades on Sandbox');
  });

  it('hold their assets by name', () => {
    expect(played(10).exchanges.tradingExchange.assets).toEqual({ USDT: 10_000, BTC: 0 });
  });
});

describe('candles', () => {
  it('are views up to the present, by symbol and timeframe', () => {
    const { candles } = played(12);
    expect(candles.getCandles(ETH, '5m')).toMatchObject({ symbol: ETH, timeframe: '5m', length: 3, start: START });
    expect(candles.getCandles(ETH, '1m').last).toEqual({
      timestamp: START + 11 * MINUTE,
      open: 111,
      close: 112,
      high: 113,
      low: 110,
      volume: 12,
    });
  });

  it('of a symbol that no route names are refused with the route that is missing', () => {
    expect(() => played(10).candles.getCandles('DOGE-USDT', '5m')).toThrow(
      expect.objectContaining({
        code: 'RouteNotFound',
        message: expect.stringContaining('add the data route { symbol: DOGE-USDT, timeframe: 5m }'),
      }),
    );
  });

  it('of a timeframe that no route names are made of the minutes', () => {
    const { candles } = played(10);
    expect(candles.getCandles(ETH, '3m').last).toMatchObject({ open: candles.getCandles(ETH, '1m').at(9).open });
  });
});

describe('the clock', () => {
  it('ends with the last minute, not one later', () => {
    const { app } = played(10);
    expect([app.startingTime, app.endingTime, app.time]).toEqual([START, START + 10 * MINUTE, START + 10 * MINUTE]);
  });
});

describe('a store', () => {
  it('dies with its session: the next one begins with a fresh one, shared variables included (F15)', () => {
    class Counting extends Idle {
      override before() {
        this.sharedVars.bars = Number(this.sharedVars.bars ?? 0) + 1;
        this.vars.bars = Number(this.vars.bars ?? 0) + 1;
        this.log('seen');
      }
    }
    const candles = { [BTC]: minutesClosingAt(flat(10)) };
    const routes = [{ symbol: BTC, timeframe: '1m', strategy: Counting }] as const;
    const [first, second] = [play({ candles, routes }), play({ candles, routes })];
    expect(second.store).not.toBe(first.store);
    for (const { store, strategies } of [first, second]) {
      expect([store.sharedVars, strategies[0].vars, store.logs.info.length]).toEqual([{ bars: 10 }, { bars: 10 }, 10]);
    }
  });
});
