import { expect, it } from 'vitest';
import { commandLine } from '../support/command-line.ts';
import { testFolder } from '../support/folder.ts';

const EVIL = '\u001b[2Jevil\u202e';

it.each([
  [['candles', 'list', `Binance Spot:${EVIL}`]],
  [['import', EVIL, '--market', 'Binance Spot:FIL-USDT']],
  [['run', `${EVIL}.yaml`]],
  [[EVIL]],
])('jbt %j shows what was typed without its escape sequences', async (argv) => {
  const { code, stderr } = await commandLine(testFolder(), ...argv);
  expect(code).toBe(2);
  expect(stderr).toMatch(/evil/);
  expect(stderr).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});
