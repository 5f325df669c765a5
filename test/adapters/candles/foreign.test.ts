import { expect, it } from 'vitest';
import { readAny } from '../../support/candle-files.ts';
import { zip } from '../../support/zip.ts';

it.each<[string, string | Buffer, RegExp]>([
  [
    'checksums',
    `${'0123456789abcdef'.repeat(4)}  BTCUSDT-1m.zip\n`,
    /it is the checksum of BTCUSDT-1m.zip: name that file/,
  ],
  ['funding rates', 'symbol,fundingRate,time\nBTCUSDT,0.0001,1690848000000\n', /it is a list of funding rates/],
  ['a web page', '<!DOCTYPE html><html></html>', /it is a web page \(HTML\): the download probably failed/],
  ['an answer in XML', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', /it is XML: the download/],
  ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), /it is a picture \(PNG\)$/],
  ['an unknown binary file', Buffer.from([1, 2, 0, 3, 4, 0]), /it is a binary file of an unknown format/],
  [
    'a workbook of Excel',
    zip({ 'xl/workbook.xml': '<x/>' }),
    /^candles is a workbook of Excel: save its sheet as CSV$/,
  ],
])('%s are named for what they are', async (_what, content, message) => {
  await expect(readAny(content)).rejects.toMatchObject({
    code: 'InvalidCandles',
    message: expect.stringMatching(message),
  });
});
