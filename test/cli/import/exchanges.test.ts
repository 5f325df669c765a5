import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { THREE } from '../../support/candle-files.ts';
import { commandLine } from '../../support/command-line.ts';
import { testFolder } from '../../support/folder.ts';

it('jbt exchanges lists names and fees, for people and for machines', async () => {
  const { code, stdout } = await commandLine(testFolder(), 'exchanges');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Binance Perpetual Futures {2}0.040 % fee$/m);
  const listed = JSON.parse((await commandLine(testFolder(), 'exchanges', '--json')).stdout);
  expect(listed).toContainEqual({ name: 'Bybit Spot', fee: 0.001 });
});

it('a new exchange with nearly a known name is asked about, until it is stored', async () => {
  const folder = testFolder();
  writeFileSync(join(folder, 'a.csv'), THREE);
  const words = ['import', 'a.csv', '--market', 'Binance perpetual future:FIL-USDT'];
  const { code, stderr } = await commandLine(folder, ...words);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'error InvalidOption: --market: "Binance perpetual future" is not known, but nearly "Binance Perpetual Futures": write that name, or add --new-exchange (jbt exchanges lists all)\n',
  });
  expect((await commandLine(folder, ...words, '--new-exchange')).code).toBe(0);
  expect((await commandLine(folder, ...words)).code).toBe(0);
});

it('a symbol in the spelling of an exchange is answered with that of jbt', async () => {
  const { code, stderr } = await commandLine(testFolder(), 'import', 'a.csv', '--market', 'Bybit Spot:btcusdt');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      'error InvalidOption: --market must be EXCHANGE:BASE-QUOTE in capitals, here "Bybit Spot:BTC-USDT", got "Bybit Spot:btcusdt"\n',
  });
});
