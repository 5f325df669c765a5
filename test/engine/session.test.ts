import { Strategy } from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { SeriesCache } from '../../src/engine/series/series-cache.ts';
import { playSession } from '../../src/engine/session.ts';
import { MINUTE } from '../../src/model/time.ts';
import { BTC, ETH, flat, JESSE, jobOf, minutesClosingAt, play, playOne, START } from './support/stage.ts';

const DAY_MINUTES = 1440;

class Idle extends Strategy {
  override shouldLong() {
    return false;
  }
}

/** Long from the first bar to the end. */
class Holder extends Strategy {
  override shouldLong() {
    return this.index === 0;
  }
  override goLong() {
    this.buy = [1, this.price];
  }
}

/** Minutes that close one higher each, from 101 on. */
function rising(count: number) {
  return minutesClosingAt(Array.from({ length: count }, (_, i) => 101 + i));
}

describe('equity', () => {
  it('is sampled at the start, as each day ends and at the end: one more than there are days (F04)', () => {
    const { equity } = playOne(Holder, rising(3 * DAY_MINUTES));
    const gains = [0, DAY_MINUTES, 2 * DAY_MINUTES, 3 * DAY_MINUTES].map((minutes) => Math.max(0, minutes - 1));
    expect(equity).toEqual(gains.map((gain) => 10_000 + gain));
  });

  it('is sampled a minute later where Jesse does', () => {
    const { equity } = playOne(Holder, rising(3 * DAY_MINUTES), { job: JESSE });
    const gains = [0, DAY_MINUTES, 2 * DAY_MINUTES, 3 * DAY_MINUTES - 1];
    expect(equity).toEqual(gains.map((gain) => 10_000 + gain));
  });

  it('of part of a day is that of its start and end', () => {
    expect(playOne(Holder, rising(10)).equity).toEqual([10_000, 10_009]);
  });

  it('is sampled daily whatever the timeframe', () => {
    const { equity } = play({
      candles: { [BTC]: rising(6 * DAY_MINUTES) },
      routes: [{ symbol: BTC, timeframe: '3D', strategy: Idle }],
    });
    expect(equity).toHaveLength(7);
  });
});

describe('a session', () => {
  it('tells of each day with the minutes it has played, over all markets', () => {
    const days: number[] = [];
    const { candles } = play({
      candles: { [BTC]: rising(2.5 * DAY_MINUTES), [ETH]: rising(2.5 * DAY_MINUTES) },
      routes: [{ symbol: BTC, timeframe: '1h', strategy: Idle }],
      dataRoutes: [{ symbol: ETH, timeframe: '1h' }],
      day: (played) => {
        days.push(played);
        return false;
      },
    });
    expect(days).toEqual([2 * DAY_MINUTES, 4 * DAY_MINUTES, 5 * DAY_MINUTES]);
    expect(candles).toBe(5 * DAY_MINUTES);
  });

  it('ends between two days when its listener says so, without a result', () => {
    let days = 0;
    const setting = {
      candles: { [BTC]: rising(5 * DAY_MINUTES) },
      routes: [{ symbol: BTC, timeframe: '1h', strategy: Idle }],
    } as const;
    const job = jobOf(setting);
    const result = playSession({
      job,
      candles: { [`Sandbox:${BTC}`]: setting.candles[BTC] },
      strategies: { '0': Idle },
      series: new SeriesCache(),
      listener: { day: () => ++days === 2, log: () => {}, publish: () => {}, trace: null },
    });
    expect([result, days]).toEqual([null, 2]);
  });

  it('shows its strategy the warm-up, and trades after it', () => {
    const seen: unknown[] = [];
    class Looking extends Idle {
      override before() {
        const candles = this.candles;
        seen.push([this.index, candles.length, candles.at(0).close, candles.last.close, this.time]);
      }
    }
    playOne(Looking, rising(12), { job: { warmupMinutes: 10 } });
    expect(seen).toEqual([
      [0, 11, 101, 111, START + 11 * MINUTE],
      [1, 12, 101, 112, START + 12 * MINUTE],
    ]);
  });

  it('refuses a range that its candles do not have', () => {
    const minutes = rising(10);
    const to = START + 11 * MINUTE;
    expect(() => playOne(Idle, minutes, { job: { to } })).toThrow(expect.objectContaining({ code: 'CandlesNotFound' }));
    const from = START - MINUTE;
    expect(() => playOne(Idle, minutes, { job: { from } })).toThrow(`no candles of ${BTC} from 2023-12-31 23:59`);
  });

  it('passes on what the strategy logs and publishes, with simulated time', () => {
    class Talking extends Idle {
      override before() {
        this.log('bar');
        if (this.index === 1) this.log('wrong', 'error');
        this.publish('signal', { index: this.index });
      }
    }
    const { logs, published, store } = playOne(Talking, rising(2));
    const [first, second] = [START + MINUTE, START + 2 * MINUTE];
    expect(logs).toEqual([
      { level: 'info', time: first, message: 'bar' },
      { level: 'info', time: second, message: 'bar' },
      { level: 'error', time: second, message: 'wrong' },
    ]);
    expect(published).toEqual([
      { time: first, event: 'signal', value: { index: 0 } },
      { time: second, event: 'signal', value: { index: 1 } },
    ]);
    expect([store.logs.info.length, store.logs.errors.length]).toEqual([2, 1]);
  });

  it('draws from its seed: the same numbers for the same seed, others for another', () => {
    class Drawing extends Idle {
      readonly drawn: number[] = [];
      override before() {
        this.drawn.push(this.random());
      }
    }
    const drawnWith = (seed: number) =>
      (playOne(Drawing, rising(50), { job: { seed } }).strategies[0] as Drawing).drawn;
    expect(drawnWith(7)).toEqual(drawnWith(7));
    expect(drawnWith(7)).not.toEqual(drawnWith(8));
    expect(drawnWith(7).every((number) => number >= 0 && number < 1)).toBe(true);
  });

  it('takes nothing over from the one before: fees, exchanges and parameters are its own (F24)', () => {
    class Cheap extends Holder {
      override goLong() {
        this.buy = [Number(this.hp.qty ?? 1), this.price];
      }
      static override readonly parameters = { qty: { type: 'int', min: 1, max: 9, default: 1 } } as const;
    }
    const series = new SeriesCache();
    const candles = minutesClosingAt(flat(5));
    const feeOf = (fee: number, qty: number, name: string) =>
      playOne(Cheap, candles, { series, exchange: { fee, name }, job: { parameters: { qty } } }).trades[0].fee;
    expect([feeOf(0.001, 1, 'One'), feeOf(0.01, 2, 'Two'), feeOf(0.001, 1, 'One')]).toEqual([0.2, 4, 0.2]);
  });

  it('does not change the candles it is given', () => {
    const given = rising(20);
    const copy = structuredClone(given);
    class Writing extends Idle {
      override before() {
        this.candles.close.fill(0);
      }
    }
    playOne(Writing, given, { job: JESSE });
    expect(given).toEqual(copy);
  });

  it('gives a strategy that writes into its candles no hold on the next bar', () => {
    const seen: number[] = [];
    class Writing extends Idle {
      override before() {
        this.candles.close.fill(0);
      }
      override after() {
        seen.push(this.candles.at(0).close, this.price);
      }
    }
    playOne(Writing, rising(2));
    expect(seen).toEqual([101, 101, 101, 102]);
  });
});

describe('the deepest drawdown', () => {
  /** Holds from the first bar on. */
  class Holding extends Strategy {
    override shouldLong() {
      return this.index === 0;
    }
    override goLong() {
      this.buy = [100, this.price];
    }
  }
  const day = [100, ...flat(59), ...flat(600, 60), ...flat(780, 100)];

  it('is seen within a day, at the closes of bars', () => {
    expect(playOne(Holding, minutesClosingAt(day)).metrics.max_drawdown).toBeCloseTo(-40, 9);
    const byJesse = playOne(Holding, minutesClosingAt(day), { job: { compat: 'jesse' } });
    expect(byJesse.metrics.max_drawdown).toBe(0);
  });

  it('of a fall between two closes is not', () => {
    const spike = [...flat(70), 50, ...flat(1369)];
    const play = (timeframe: '1m' | '1h') =>
      playOne(Holding, minutesClosingAt(spike), { routes: [{ symbol: BTC, timeframe, strategy: Holding }] });
    expect(play('1m').metrics.max_drawdown).toBeCloseTo(-50, 9);
    expect(play('1h').metrics.max_drawdown).toBe(0);
  });
});
