import type { Candle } from './candle.ts';

/** Why numbers are no candle, in words; null when they are one. */
export function candleFault({ open, high, low, close, volume }: Candle): string | null {
  if (!(open > 0 && high > 0 && low > 0 && close > 0)) return 'a price is not above zero';
  if (high < low) return `high ${high} is below low ${low}`;
  if (low > open || low > close) return `low ${low} is above open ${open} or close ${close}`;
  if (high < open || high < close) return `high ${high} is below open ${open} or close ${close}`;
  return volume >= 0 ? null : `volume ${volume} is not zero or more`;
}
