import { Strategy, type StrategyClass, ta } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { BTC, ETH, minutesClosingAt, play } from '../support/stage.ts';

const CLOSES = [1, 2, 3, 4, 5, 6, 7, 8];

abstract class Idle extends Strategy {
  override shouldLong() {
    return false;
  }
}

/** The first four minutes are warm-up. */
function playWarm(strategy: StrategyClass) {
  return play({
    candles: { [BTC]: minutesClosingAt(CLOSES), [ETH]: minutesClosingAt(CLOSES) },
    routes: [
      { symbol: BTC, timeframe: '1m', strategy },
      { symbol: ETH, timeframe: '1m', strategy: class extends Idle {} },
    ],
    job: { warmupMinutes: 4 },
  });
}

describe('the columns of candles', () => {
  const readers: [what: string, Class: StrategyClass][] = [
    [
      'for an indicator over arrays',
      class extends Idle {
        average = ta.ema(this.candles, { period: 2 });
      },
    ],
    [
      'for its last value',
      class extends Idle {
        average = ta.ema.last(this.candles, { period: 2 }, 3);
      },
    ],
    [
      'of another market',
      class extends Idle {
        closes = this.getCandles(ETH, '1m').close;
      },
    ],
    [
      'through the store',
      class extends Idle {
        volumes = this.store.candles.getCandles(BTC, '1m').volume;
      },
    ],
    [
      'in a constructor',
      class extends Idle {
        readonly highest: number;
        constructor(...given: ConstructorParameters<StrategyClass>) {
          super(...given);
          this.highest = Math.max(...this.candles.high);
        }
      },
    ],
  ];

  it.each(readers)('cannot be read in a field: %s', (_what, Class) => {
    expect(() => playWarm(Class)).toThrow(
      expect.objectContaining({
        code: 'InvalidStrategy',
        message: expect.stringMatching(
          /^a field or constructor reads .* write this\.indicator\(ta\.ema, .* in a hook$/,
        ),
      }),
    );
  });

  it('can be read from the first hook of the first bar on', () => {
    class Reading extends Idle {
      readonly seen: number[][] = [];
      override before() {
        this.seen.push([...this.candles.close], [...this.getCandles(ETH, '1m').close]);
      }
    }
    const [reading] = playWarm(Reading).strategies as [Reading, Strategy];
    const upTo = (length: number) => CLOSES.slice(0, length);
    expect(reading.seen).toEqual([5, 6, 7, 8].flatMap((length) => [upTo(length), upTo(length)]));
  });
});

describe('in a field', () => {
  it('prices, single candles, indicators and the view itself can be read', () => {
    class Beginning extends Idle {
      readonly found = [this.price, this.candles.length, this.candles.last.close, this.candles.at(0).close, this.high];
      readonly average = this.indicator(ta.sma, { period: 2 });
      readonly view = this.candles;
    }
    const [beginning] = playWarm(Beginning).strategies as [Beginning, Strategy];
    expect(beginning.found).toEqual([4, 4, 4, 1, 4]);
    expect([beginning.average.now, beginning.view.close.at(-1)]).toEqual([7.5, 8]);
  });
});

describe('the candle at an index', () => {
  it.each([
    [8, 'at(8) of the 1m candles of BTC-USDT: indexes are 0 to 7, or -1 to -8 from the end'],
    [-9, 'at(-9) of the 1m candles of BTC-USDT: indexes are 0 to 7, or -1 to -8 from the end'],
    [0.5, 'at(0.5) of the 1m candles of BTC-USDT: indexes are 0 to 7, or -1 to -8 from the end'],
  ])('%d of eight ends the backtest with one line', (index, message) => {
    class Peeking extends Idle {
      override terminate() {
        this.candles.at(index);
      }
    }
    expect(() => playWarm(Peeking)).toThrow(expect.objectContaining({ code: 'InvalidStrategy', message }));
  });
});
