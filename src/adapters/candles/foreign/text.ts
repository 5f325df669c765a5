const CHECKSUM = /^(?:[0-9a-f]{32,128})\s+\*?(\S.*)$/i;
const PRICES = /^(?:price|px|p)$/;
const AMOUNTS = /^(?:qty|quantity|amount|size|volume|vol|q)$/;

/** Says what a text is when it is known to hold no candles; null for any other. */
export function describeText(text: string): string | null {
  const start = text.trimStart().slice(0, 200);
  if (/^<!doctype html|^<html/i.test(start)) return 'a web page (HTML): the download probably failed';
  if (/^<\?xml|^<Error>/i.test(start)) return 'XML: the download probably failed';
  const [first = '', second = ''] = text.split(/\r?\n/, 2).map((line) => line.trim());
  const checksum = CHECKSUM.exec(first);
  if (checksum !== null) return `the checksum of ${checksum[1]}: name that file, and keep this one beside it`;
  if (/funding_?rate/i.test(first)) return 'a list of funding rates, not of candles';
  return isTrades(first, second) ? 'a list of trades, not of candles' : null;
}

/** True for a header with a price and an amount but no open, and for trades of Binance, which have no header. */
function isTrades(first: string, second: string): boolean {
  const names = first
    .toLowerCase()
    .split(/[,;\t]/)
    .map((name) => name.replaceAll(/[^a-z]/g, ''));
  const hasHeader = names.some((name) => PRICES.test(name)) && names.some((name) => AMOUNTS.test(name));
  if (hasHeader && !names.includes('open') && !names.includes('o')) return true;
  return [first, second].every((line) => /^\d+(?:,[\d.]+)+,(?:true|false)(?:,(?:true|false))?$/i.test(line));
}
