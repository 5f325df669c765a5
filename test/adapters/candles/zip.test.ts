import { expect, it } from 'vitest';
import { expectThree, readAny, THREE } from '../../support/candle-files.ts';
import { zip } from '../../support/zip.ts';

const PAIRS = zip({ 'XBTUSD_1.csv': THREE, 'ETHUSD_1.csv': THREE });

it('an archive of several series is refused with their names', async () => {
  await expect(readAny(PAIRS)).rejects.toMatchObject({
    code: 'InvalidCandles',
    message:
      'candles holds several series, XBTUSD_1.csv, ETHUSD_1.csv; an import has one market: choose with --entry XBTUSD_1',
  });
});

it.each(['XBTUSD_1', 'XBTUSD_1.csv'])('--entry %s chooses one', async (entry) => {
  const files = await readAny(PAIRS, { entry });
  expect(files.map(({ name }) => name)).toEqual(['candles/XBTUSD_1.csv']);
  expectThree(files[0]);
});

it('an entry that is not there is named with those that are', async () => {
  await expect(readAny(PAIRS, { entry: 'SOLUSD_1' })).rejects.toMatchObject({
    message: 'candles has no entry SOLUSD_1; it has XBTUSD_1.csv, ETHUSD_1.csv',
  });
  await expect(readAny(THREE, { entry: 'a' })).rejects.toMatchObject({
    message: expect.stringMatching(/is no zip archive/),
  });
});
