import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Disk, diskOf, isWritable } from '../../adapters/system/disk.ts';
import type { Home } from '../home.ts';
import { type Answer, type Check, fault, ok, warning } from './finding.ts';

/** Above it the candles are not read whole: that takes seconds a gigabyte. */
const MOST_BYTES_READ = 1e9;
const LITTLE_SPACE = 1e9;
const NO_SPACE = 50e6;

export function storageChecks(home: Home): readonly Check[] {
  return [
    { name: 'disk', look: () => lookAtDisk(diskOf(home.folder)) },
    { name: 'LMDB', look: lookAtLmdb },
    { name: 'cache', look: () => lookAtCache(home) },
    { name: 'candles', look: () => lookAtCandles(home) },
    { name: 'runs', look: () => lookAtRuns(home) },
  ];
}

export function lookAtDisk({ kind, name, freeBytes }: Disk): Answer {
  const text = `${gigabytes(freeBytes)} free${name === null ? '' : ` on ${name}`}`;
  if (freeBytes < NO_SPACE) return fault(text, 'free some space, or set JBT_HOME to a folder on another disk');
  if (kind === 'network')
    return warning(text, 'LMDB must not lie on a network file system: set JBT_HOME to a folder on a local disk');
  if (kind === 'memory')
    return warning(text, 'what is stored is gone at the next start: set JBT_HOME to a folder on a disk');
  return freeBytes < LITTLE_SPACE
    ? warning(text, 'free some space; jbt cache compact gives back what is not used')
    : ok(text);
}

async function lookAtLmdb(): Promise<Answer> {
  const [{ probeLmdb }, { systemClock }] = await Promise.all([
    import('../../adapters/lmdb/probe.ts'),
    import('../../adapters/system/clock.ts'),
  ]);
  await probeLmdb(systemClock);
  return ok('writes and reads in a temporary folder');
}

async function lookAtCache({ cache }: Home): Promise<Answer> {
  if (!isWritable(cache))
    return fault(`${cache} cannot be written`, 'make it writable, or set JBT_HOME to another folder');
  const { damageIn } = await import('../../adapters/lmdb/probe.ts');
  const bytes = sizeOf(join(cache, 'data.mdb'));
  if (bytes === null) return ok('none yet: jbt import and jbt run make it');
  const damage = damageIn(cache);
  if (damage === null) return ok(`${gigabytes(bytes)} in ${cache}`);
  return fault(`${cache} is damaged (${damage})`, 'the next command moves it aside: import the candles again then');
}

async function lookAtCandles({ cache }: Home): Promise<Answer> {
  const [{ damageIn, isReadable }, { openEnvironment }, { openCandleStore }, { systemClock }, { sha256 }] =
    await Promise.all([
      import('../../adapters/lmdb/probe.ts'),
      import('../../adapters/lmdb/environment.ts'),
      import('../../adapters/candles/lmdb/store.ts'),
      import('../../adapters/system/clock.ts'),
      import('../../adapters/system/digest.ts'),
    ]);
  if (!isReadable(cache)) return ok('none yet: jbt import FILES --market EXCHANGE:SYMBOL stores some');
  if (damageIn(cache) !== null) return fault('cannot be read in a damaged cache', 'import them again');
  const options = { access: 'read', check: 'quick', clock: systemClock, warn: () => {} } as const;
  const environment = openEnvironment(cache, options);
  try {
    const store = openCandleStore({ environment, digest: sha256, warn: () => {} });
    const count = store.markets().length;
    const text = `${count} ${count === 1 ? 'market' : 'markets'}`;
    if ((sizeOf(join(cache, 'data.mdb')) ?? 0) > MOST_BYTES_READ)
      return ok(`${text}; jbt candles verify reads them whole`);
    const damaged = store.verify().filter(({ faults }) => faults.length > 0);
    if (damaged.length === 0) return ok(`${text}, undamaged`);
    const names = damaged.map(({ market }) => `${market.exchange}:${market.symbol}`).join(', ');
    return fault(`damaged: ${names}`, 'jbt candles verify names the months; import them again');
  } finally {
    await environment.close();
  }
}

function lookAtRuns({ runs }: Home): Answer {
  if (!isWritable(runs))
    return fault(`${runs} cannot be written`, 'make it writable, or set JBT_HOME to another folder');
  const count = statSync(runs, { throwIfNoEntry: false }) === undefined ? 0 : readdirSync(runs).length;
  return ok(count === 0 ? 'none yet' : `${count} in ${runs}`);
}

/** Null for no file. */
function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
