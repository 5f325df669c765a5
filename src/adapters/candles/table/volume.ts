import { type Cell, placeOf, volumePlace } from './names.ts';
import { toNumber } from './numbers.ts';

/** The column of the volume, and a note when it is not the obvious one. */
export interface VolumeChoice {
  readonly place: number;
  readonly note: string | null;
}

const QUOTE_VOLUMES = ['quotevolume', 'quoteassetvolume', 'quotevol', 'volumequote', 'volccyquote'];
const SECOND_VOLUMES = ['volumecurrency', 'volccy'];

/** Dollars a contract of coin-margined futures. */
const CONTRACT_SIZES = [10, 100];
/** Volumes are rounded. */
const TOLERANCE = 0.002;

/** Finds the volume in the base asset by what the numbers of the first rows say. */
export function chooseVolume(names: readonly string[], rows: readonly (readonly Cell[])[]): VolumeChoice {
  const place = volumePlace(names);
  const traded = rows.map((row) => tradeOf(row, names, place)).filter(({ volume }) => volume > 0);
  if (place < 0 || names[place] === 'homenotional') return { place, note: null };
  if (traded.length === 0) return tickVolume(names, rows, place) ?? { place, note: null };
  const quote = placeOf(QUOTE_VOLUMES, names);
  const second = placeOf(SECOND_VOLUMES, names);
  if (quote < 0 || traded.some((trade) => Number.isNaN(trade.quote)) || traded.every(isWorth)) {
    return { place, note: null };
  }
  if (second >= 0) {
    return { place: second, note: 'the volume in contracts was left for that in the base asset' };
  }
  return CONTRACT_SIZES.some((size) => traded.every((trade) => isContracts(trade, size)))
    ? {
        place: quote,
        note: 'contracts of a coin-margined future: the volume is taken from the quote column, in the base asset',
      }
    : { place, note: null };
}

interface Trade {
  readonly high: number;
  readonly low: number;
  readonly volume: number;
  readonly quote: number;
}

function tradeOf(row: readonly Cell[], names: readonly string[], volume: number): Trade {
  const number = (place: number) => toNumber(row[place], '.');
  return {
    high: number(placeOf(['high'], names)),
    low: number(placeOf(['low'], names)),
    volume: number(volume),
    quote: number(placeOf(QUOTE_VOLUMES, names)),
  };
}

/** True when the quote volume is worth the volume at prices of the minute. */
function isWorth({ high, low, volume, quote }: Trade): boolean {
  return quote >= low * volume * (1 - TOLERANCE) && quote <= high * volume * (1 + TOLERANCE);
}

/** True when the quote volume is in coins, and worth whole contracts. */
function isContracts({ high, low, volume, quote }: Trade, size: number): boolean {
  const dollars = volume * size;
  // The fewer contracts, the more the rounding of coins weighs.
  const tolerance = TOLERANCE + 1 / volume;
  return (
    Number.isInteger(volume) && quote * high >= dollars * (1 - tolerance) && quote * low <= dollars * (1 + tolerance)
  );
}

/** MetaTrader counts ticks where an exchange tells no volume: the other column is zero then. */
function tickVolume(names: readonly string[], rows: readonly (readonly Cell[])[], place: number): VolumeChoice | null {
  const ticks = placeOf(['tickvol', 'tickvolume'], names);
  if (ticks < 0 || ticks === place || !rows.some((row) => toNumber(row[ticks], '.') > 0)) return null;
  return { place: ticks, note: 'the volume is zero: the number of ticks is taken instead' };
}
