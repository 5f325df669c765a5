const CHECKSUM = /^(?:[0-9a-f]{32,128})\s+\*?(\S.*)$/i;

/** Says what a text is when it is known to hold no candles; null for any other. */
export function describeText(text: string): string | null {
  const start = text.trimStart().slice(0, 200);
  if (/^<!doctype html|^<html/i.test(start)) return 'a web page (HTML): the download probably failed';
  if (/^<\?xml|^<Error>/i.test(start)) return 'XML: the download probably failed';
  const [first = ''] = text.split(/\r?\n/, 1).map((line) => line.trim());
  const checksum = CHECKSUM.exec(first);
  if (checksum !== null) return `the checksum of ${checksum[1]}: name that file, and keep this one beside it`;
  if (/funding_?rate/i.test(first)) return 'a list of funding rates, not of candles';
  return null;
}
