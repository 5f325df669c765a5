import { parseArgs } from 'node:util';
import { openCandleStore } from '../../../src/adapters/candles/lmdb/store.ts';
import { openEnvironment } from '../../../src/adapters/lmdb/environment.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { FIL, fileOf } from '../candle-store.ts';

// Extends the candles of a market by a thousand minutes, or removes them.
const { values } = parseArgs({ options: { folder: { type: 'string' }, step: { type: 'string' } } });
const { folder = '', step } = values;

const environment = openEnvironment(folder, {
  access: 'write',
  check: 'quick',
  clock: systemClock,
  warn: console.error,
});
const store = openCandleStore({ environment, digest: sha256, warn: console.error });
if (step === 'extend') store.put(FIL, [fileOf(20_000, 1_000)]);
else store.remove(FIL);
await environment.close();
