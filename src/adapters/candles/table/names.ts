/** A value of a table: text, or a number where the format has numbers. */
export type Cell = string | number;

/** Spellings by preference, without case, digits and signs. Numbers before dates: they are faster to read. */
export const SPELLINGS = {
  timestamp: [
    ...['timestamp', 'timestampms', 'opentime', 'unix', 'unixtimestamp', 'unixtime', 'epoch', 'time', 'datetime'],
    ...[
      'gmttime',
      'utctime',
      'timeutc',
      'localtime',
      'startat',
      'starttime',
      'start',
      'windowstart',
      'timeperiodstart',
    ],
    ...['timeopen', 'begin', 'date', 'ts', 't', 'dt', 'closetime', 'timeclose', 'endtime', 'timeperiodend'],
  ],
  open: ['open', 'openprice', 'priceopen', 'o', 'bidopen', 'openbid'],
  high: ['high', 'highprice', 'pricehigh', 'h', 'bidhigh', 'highbid'],
  low: ['low', 'lowprice', 'pricelow', 'l', 'bidlow', 'lowbid'],
  close: ['close', 'closeprice', 'priceclose', 'last', 'c', 'bidclose', 'closebid', 'price'],
  volume: [
    ...['homenotional', 'volume', 'vol', 'basevolume', 'volumebase', 'volumefrom', 'volumetraded', 'v'],
    ...['tickvolume', 'tickvol', 'totalvolume'],
  ],
} as const satisfies Record<string, readonly string[]>;

/** Columns that name what a row is a candle of. */
const IDENTITIES = [
  ...['symbol', 'pair', 'market', 'ticker', 'instrument', 'instid', 'productid', 'contract', 'coin', 'asset'],
  ...['exchange', 'timeframe', 'interval', 'per', 'period'],
];

const CLOSE_TIMES = ['closetime', 'timeclose', 'endtime', 'timeperiodend'];

/** Currencies that volumes are counted in when two columns count them. */
const QUOTES = /(?:usd|usdt|usdc|busd|eur|gbp|jpy|krw|try|currency|quote)$/;

/** `Open time`, `open_time` and `<OpenTime>` are one name. */
export function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** True for cells that name columns. */
export function isHeader(cells: readonly Cell[]): boolean {
  const names = cells.map((cell) => fold(String(cell)));
  return placeOf(SPELLINGS.open, names) >= 0 && placeOf(SPELLINGS.close, names) >= 0;
}

/** Returns the place of the preferred spelling; -1 for none. */
export function placeOf(spellings: readonly string[], names: readonly string[]): number {
  const known = spellings.find((spelling) => names.includes(spelling));
  return known === undefined ? -1 : names.indexOf(known);
}

/** Returns the place of the times; -1 for none. A column without a name at the start is an index. */
export function timestampPlace(names: readonly string[]): number {
  const known = placeOf(SPELLINGS.timestamp, names);
  if (known >= 0) return known;
  const similar = names.findIndex((name) => /time|date/.test(name) && name !== 'timeframe');
  return similar < 0 ? names.findIndex((name) => /^(?:|unnamed|index|indexlevel)$/.test(name)) : similar;
}

/** Returns the place of the volume in the base asset; -1 for none. */
export function volumePlace(names: readonly string[]): number {
  const known = placeOf(SPELLINGS.volume, names);
  if (known >= 0) return known;
  const volumes = names.filter((name) => name.startsWith('volume') && name !== 'volumeto');
  const base = volumes.find((name) => !QUOTES.test(name)) ?? volumes[0];
  return base === undefined ? -1 : names.indexOf(base);
}

/** Returns the columns that name a market. */
export function identityPlaces(names: readonly string[]): readonly number[] {
  return names.flatMap((name, place) => (IDENTITIES.includes(name) ? [place] : []));
}

/** Returns the place of the end of a candle beside its start; -1 for none. */
export function endPlace(names: readonly string[]): number {
  return placeOf(CLOSE_TIMES, names);
}

export function isCloseTime(name: string): boolean {
  return CLOSE_TIMES.includes(name);
}

/** Finds a candle's column that is named twice; null for none. */
export function columnTwice(columns: readonly string[]): string | null {
  const known = Object.values<readonly string[]>(SPELLINGS).flat();
  const names = columns.map(fold);
  return names.find((name, at) => known.includes(name) && names.indexOf(name) < at) ?? null;
}

/** True for the columns of BitMEX's buckets, whose times are the ends of minutes. */
export function isBitmex(names: readonly string[]): boolean {
  const start = ['timestamp', 'symbol', 'open', 'high', 'low', 'close', 'trades', 'volume'];
  return names.includes('homenotional') || start.every((name, place) => names[place] === name);
}
