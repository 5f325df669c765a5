import { describe, expect, it } from 'vitest';
import { type Candle, candleFault } from '../../src/model/candle.ts';

const good: Candle = { timestamp: 0, open: 2, close: 3, high: 4, low: 1, volume: 5 };

describe('candleFault', () => {
  it.each<Partial<Candle>>([{}, { volume: 0 }, { open: 4, close: 1 }, { open: 1, close: 1, high: 1, low: 1 }])(
    'finds nothing wrong with %o',
    (change) => {
      expect(candleFault({ ...good, ...change })).toBeNull();
    },
  );

  it.each<[Partial<Candle>, string]>([
    [{ high: 0.5 }, 'high 0.5 is below low 1'],
    [{ low: 2.5 }, 'low 2.5 is above open 2 or close 3'],
    [{ high: 2.5 }, 'high 2.5 is below open 2 or close 3'],
    [{ volume: -1 }, 'volume -1 is not zero or more'],
    [{ volume: Number.NaN }, 'volume NaN is not zero or more'],
    [{ close: Number.NaN }, 'a price is not above zero'],
    [{ low: 0 }, 'a price is not above zero'],
  ])('refuses %o', (change, fault) => {
    expect(candleFault({ ...good, ...change })).toBe(fault);
  });
});
