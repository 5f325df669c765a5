import { expect, test } from 'vitest';
import { BarSeries } from '../../../src/engine/market/bar-series.ts';
import { aggregate } from '../../../src/engine/market/bars.ts';
import { MarketCandles } from '../../../src/engine/market/market-candles.ts';
import { formingValues } from '../../../src/engine/series/forming-values.ts';
import { candlesSource } from '../../../src/engine/series/indicator-source.ts';
import type { AnyIndicator, Indicator } from '../../../src/indicators/indicator.ts';
import { type CandleColumns, COLUMN_NAMES, sliceColumns } from '../../../src/model/candle.ts';
import { MINUTE } from '../../../src/model/time.ts';
import { BENCHMARK, INDICATORS, walk } from '../../indicators/support/inputs.ts';

const MINUTES = 6000;
const FLAT_FROM = 2500;
const FLAT_TO = 4800;

/** Prices that move, stand still for long, and move again. */
function minutesWithRest(seed: number): CandleColumns {
  const minutes = { ...walk(MINUTES, seed), step: MINUTE };
  for (const name of COLUMN_NAMES) {
    minutes[name].fill(name === 'volume' ? 3 : minutes.close[FLAT_FROM - 1], FLAT_FROM, FLAT_TO);
  }
  return minutes;
}

/** A market, its minutes as bars, and a function that enters a minute without ending it. */
function marketOf(minutes: CandleColumns) {
  const market = new MarketCandles('BTC-USDT', minutes, 0);
  const enter = (minute: number): void => {
    const { shown } = market;
    [shown.open, shown.close] = [minutes.open[minute], minutes.close[minute]];
    [shown.high, shown.low] = [minutes.high[minute], minutes.low[minute]];
    market.enter(minute);
  };
  return { enter, series: new BarSeries(market, '1m', aggregate(minutes, '1m', 'calendar')) };
}

/** Minutes everywhere, many of them where prices come to rest and move again. */
const PRESENTS = Array.from({ length: MINUTES }, (_, minute) => minute).filter(
  (minute) => minute % 97 === 0 || Math.abs(minute - FLAT_TO) < 25 || (minute > FLAT_FROM && minute % 61 === 0),
);

test.each(INDICATORS)('%s has in the forming bar the value that it has once the bar is over', (_, indicator) => {
  for (const seed of [3, 4]) {
    const first = marketOf(minutesWithRest(seed));
    const second = marketOf({ ...sliceColumns(BENCHMARK, 0, MINUTES), step: MINUTE });
    const whole = indicator.columns(
      first.series.whole,
      {},
      indicator.spec.needsSecond ? second.series.whole : undefined,
    );
    const computation = {
      indicator: indicator as Indicator,
      parameters: indicator.spec.parameters,
      source: candlesSource(first.series),
      second: indicator.spec.needsSecond ? candlesSource(second.series) : undefined,
    };
    const forming = formingValues(computation, whole);
    for (const present of PRESENTS) {
      second.enter(present);
      first.enter(present);
      for (const [name, column] of Object.entries(forming()))
        expectNear(indicator, name, present, column.at(-1), whole);
    }
  }
});

function expectNear(
  { spec }: AnyIndicator,
  name: string,
  present: number,
  found: number | undefined,
  whole: Readonly<Record<string, Float64Array>>,
): void {
  const wanted = whole[name][present];
  if (Object.is(found, wanted)) return;
  const difference = Math.abs((found ?? Number.NaN) - wanted);
  if (difference <= 1e-9 * Math.max(1, Math.abs(wanted))) return;
  expect.fail(`${spec.name}.${name} at ${present}: ${found} for ${wanted}`);
}
