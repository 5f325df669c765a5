import { openCandleStore } from '../../../src/adapters/candles/lmdb/store.ts';
import { openEnvironment } from '../../../src/adapters/lmdb/environment.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { sha256 } from '../../../src/adapters/system/digest.ts';
import { FIL, fileOf } from '../candle-store.ts';

/** Stores a file, then dies in the middle of an import that has written many months already. */
const [, , folder] = process.argv;
const warn = (message: string) => process.stderr.write(message);
const environment = openEnvironment(folder, { access: 'write', check: 'quick', clock: systemClock, warn });
const store = openCandleStore({ environment, digest: sha256, warn });
store.put(FIL, [fileOf(0, 1_440)]);
store.begin(FIL, { gaps: 'refuse', conflicts: 'refuse', timeframe: null }).add(fileOf(1_440, 1_000_000));
if (environment.candles.keys('month ').length < 10) throw new Error('nothing was written yet');
process.kill(process.pid, 'SIGKILL');
