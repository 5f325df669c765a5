import fc from 'fast-check';
import { Strategy, ta } from 'jbt-runner';
import { describe, expect, it, test } from 'vitest';
import type { IndicatorSource } from '../../../src/engine/series/indicator-source.ts';
import { remembersAtMost, windowedColumns } from '../../../src/engine/series/windows.ts';
import type { AnyIndicator, Indicator } from '../../../src/indicators/indicator.ts';
import type { IndicatorParameters } from '../../../src/indicators/parameters.ts';
import { type CandleColumns, COLUMN_NAMES, sliceColumns } from '../../../src/model/candle.ts';
import { HOUR } from '../../../src/model/time.ts';
import { anyParameters, BENCHMARK, INDICATORS, walk } from '../../indicators/support/inputs.ts';
import { BTC, minutesClosingAt, playOne } from '../support/stage.ts';

/** As many bars as Jesse sees without `sequential`. */
const BARS = 240;
const LENGTH = 2000;
const FLAT_FROM = 600;
const FLAT_TO = 1300;

/** Prices that move, stand still for longer than a window, and move again. */
function barsWithRest(): CandleColumns {
  const bars = { ...walk(LENGTH, 9), step: HOUR };
  for (const name of COLUMN_NAMES) {
    bars[name].fill(name === 'volume' ? 3 : bars.close[FLAT_FROM - 1], FLAT_FROM, FLAT_TO);
  }
  return bars;
}

function sourceOf(whole: CandleColumns): IndicatorSource {
  return { whole, series: { whole } } as IndicatorSource;
}

const bars = barsWithRest();
const benchmark = { ...sliceColumns(BENCHMARK, 0, LENGTH), step: HOUR };

test.each(INDICATORS)('%s over a window of 240 bars has the value of those bars alone', (_, indicator) => {
  fc.assert(
    fc.property(anyParameters(indicator), (parameters) => expectWindows(indicator, parameters)),
    { numRuns: 4, examples: [[{}]] },
  );
});

function expectWindows(indicator: AnyIndicator, given: IndicatorParameters): void {
  const { spec } = indicator;
  const parameters = { ...spec.parameters, ...given };
  const second = spec.needsSecond ? sourceOf(benchmark) : undefined;
  const computation = { indicator: indicator as Indicator, parameters, source: sourceOf(bars), second };
  const isWhole = remembersAtMost(BARS, computation);
  const found = isWhole ? indicator.columns(bars, parameters, second?.whole) : windowedColumns(BARS, computation);
  if (spec.readsAllBars) return;
  for (let end = 1; end <= LENGTH; end += end < BARS + 3 ? 7 : 41) {
    const from = Math.max(0, end - BARS);
    const other = second && sliceColumns(benchmark, from, end);
    const wanted = indicator.columns(sliceColumns(bars, from, end), parameters, other);
    const isMissing = end - from < (spec.fewestBars?.(parameters) ?? 0);
    for (const name of spec.outputs) {
      const last = isMissing ? Number.NaN : wanted[name].at(-1);
      expectNear(`${spec.name}.${name} at ${end - 1}`, found[name][end - 1], last);
    }
  }
}

function expectNear(what: string, found: number, wanted = Number.NaN): void {
  if (Object.is(found, wanted) || Math.abs(found - wanted) <= 1e-9 * Math.max(1, Math.abs(wanted))) return;
  expect.fail(`${what}: ${found} for ${wanted}`);
}

/** Asks for nothing and keeps what its indicators say on every bar. */
abstract class Watcher extends Strategy {
  readonly seen: number[] = [];
  override shouldLong() {
    return false;
  }
}

const closes = Array.from({ length: 600 }, (_, i) => 100 + 10 * Math.sin(i / 9) + (i % 7));
const minutes = minutesClosingAt(closes);

/** Jesse's `ema` of the last `count` closes before `end`: NaN where they are fewer than its period. */
function lastEma(end: number, count: number, period: number): number {
  const window = closes.slice(Math.max(0, end - count), end);
  return window.length < period ? Number.NaN : ta.ema.last(window, { period });
}

describe('the bars that an indicator of a strategy sees', () => {
  it('are as many as `bars` says, at the present and before', () => {
    class Windowed extends Watcher {
      average = this.indicator(ta.ema, { period: 30 }, { bars: 50 });
      override after() {
        this.seen.push(this.average.now, this.average.ago(1), this.average.newest(1)[0]);
      }
    }
    const { seen } = playOne(Windowed, minutes).strategies[0] as Windowed;
    closes.forEach((_, i) => {
      const [now, before] = [lastEma(i + 1, 50, 30), lastEma(i, 50, 30)];
      expect(seen.slice(3 * i, 3 * i + 3)).toEqual([now, before, now]);
    });
  });

  it('are all of them by default, and with compat the last 240 unless they are to be sequential', () => {
    class Both extends Watcher {
      average = this.indicator(ta.ema, { period: 200 });
      sequential = this.indicator(ta.ema, { period: 200 }, { sequential: true });
      override after() {
        this.seen.push(this.average.now, this.sequential.now);
      }
    }
    const whole = ta.ema(closes, { period: 200 });
    const [plain, compat] = [null, 'jesse' as const].map((choice) => {
      return (playOne(Both, minutes, { job: { compat: choice } }).strategies[0] as Both).seen;
    });
    closes.forEach((_, i) => {
      expect(plain.slice(2 * i, 2 * i + 2)).toEqual([whole[i], whole[i]]);
      expect(compat.slice(2 * i, 2 * i + 2)).toEqual([lastEma(i + 1, 240, 200), whole[i]]);
    });
  });

  it('hold the forming bar too', () => {
    class Forming extends Watcher {
      average = this.indicator(ta.ema, { period: 9 }, { timeframe: '15m', bars: 10 });
      override after() {
        const candles = this.getCandles(BTC, '15m');
        this.seen.push(candles.length < 9 ? 0 : this.average.now - ta.ema.last(candles, { period: 9 }, 10));
      }
    }
    const { seen } = playOne(Forming, minutes, { dataRoutes: [{ symbol: BTC, timeframe: '15m' }] })
      .strategies[0] as Forming;
    expect(seen.length).toBe(closes.length);
    expect(seen.filter((difference) => difference !== 0)).toEqual([]);
  });

  it.each([
    [{ bars: 0 }, 'bars of an indicator must be a whole number from 1, not 0'],
    [{ bars: 2.5 }, 'bars of an indicator must be a whole number from 1, not 2.5'],
    [{ bars: 240, sequential: true }, 'an indicator takes bars or sequential, not both'],
  ])('cannot be %j', (target, message) => {
    class Wrong extends Watcher {
      average = this.indicator(ta.ema, {}, target);
    }
    expect(() => playOne(Wrong, minutes)).toThrow(message);
  });
});
