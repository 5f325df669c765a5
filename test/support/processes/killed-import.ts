import { openCandleStore } from '../../../src/adapters/candles/lmdb/store.ts';
import { openEnvironment } from '../../../src/adapters/lmdb/environment.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { FIL, fileOf } from '../candle-store.ts';

/** Stores a file, then dies in the middle of the transaction that stores another. */
const [, , folder] = process.argv;
const warn = (message: string) => process.stderr.write(message);
const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock: systemClock, warn });
const store = openCandleStore({ environment, digest: sha256, warn });
store.put(FIL, [fileOf(0, 1_440)]);
environment.transaction(() => {
  store.put(FIL, [fileOf(1_440, 100_000)]);
  process.kill(process.pid, 'SIGKILL');
});
