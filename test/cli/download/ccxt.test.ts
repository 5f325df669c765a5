import { expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../src/model/time.ts';
import { commandLine } from '../../support/command-line.ts';
import { installCcxt } from '../../support/fake-ccxt.ts';
import { testFolder } from '../../support/folder.ts';

const AUGUST = Date.UTC(2023, 7, 1);
const WORDS = ['download', '--market', 'Tiny Exchange:FIL-USDT', '--from', 'ccxt:tinyex'];

it('an exchange is downloaded month by month, its gaps stay, and the second download asks for nothing', async () => {
  const folder = testFolder();
  const minutes = Array.from({ length: 3 * 1440 }, (_, index) => index).filter((minute) => minute % 10 !== 3);
  const rows = minutes.map((minute) => [AUGUST - DAY + minute * MINUTE, 2, 4, 1, 3, minute]);
  const calls = installCcxt(folder, { rows: { 'FIL/USDT': rows }, limit: 500, answers: 'window' });
  const words = [...WORDS, '--since', '2023-07-31', '--until', '2023-08-03', '--json'];
  const { code, stdout } = await commandLine(folder, ...words);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    source: 'ccxt:tinyex',
    markets: [{ downloaded: 2, skipped: 0, added: 3 * 1296, months: [{ added: 1296 }, { added: 2592 }] }],
  });
  const asked = calls.fetches.length;
  const again = await commandLine(folder, ...words);
  expect(JSON.parse(again.stdout).markets[0]).toMatchObject({ downloaded: 0, skipped: 2, added: 0 });
  expect(calls.fetches).toHaveLength(asked);
  await commandLine(folder, ...WORDS, '--since', '2023-07-31', '--until', '2023-08-04');
  expect(calls.fetches.slice(asked).every(([, , since]) => since >= AUGUST + 2 * DAY)).toBe(true);
});

it('a project without ccxt is told to install it', async () => {
  const { code, stderr } = await commandLine(testFolder(), ...WORDS, '--since', '2023-07-31');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'error MissingLibrary: --from ccxt needs the library ccxt, which is not installed: npm install ccxt\n',
  });
});
