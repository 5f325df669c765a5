import { type MessagePort, workerData } from 'node:worker_threads';
import { awaitHearing, noteDay } from '../src/adapters/executors/piscina/gauge.ts';
import { createLink } from '../src/adapters/executors/piscina/link.ts';
import { needsTooMuch, OUT_OF_MEMORY_EXIT } from '../src/adapters/executors/piscina/memory.ts';
import type { ThreadMessage, ThreadSetup, ThreadTask } from '../src/adapters/executors/piscina/messages.ts';
import { Outside } from '../src/adapters/executors/player/outside.ts';
import { createPlayer, type Player } from '../src/adapters/executors/player/player.ts';
import { systemClock } from '../src/adapters/system/clock.ts';
import { sha256 } from '../src/adapters/system/digest.ts';
import { valuesV8 } from '../src/adapters/system/value-codec.ts';
import { SeriesCache } from '../src/engine/series/series-cache.ts';
import type { CacheReader } from '../src/run/cache-port.ts';
import type { JobWatch } from '../src/run/play/play.ts';
import type { Backing, ValueAccess } from '../src/run/ports.ts';

/** What one job leaves in memory for the next may take an eighth of its limit: 250 of 2000 MB. */
const SERIES_SHARE = 1 / 8;

/** Taken before strategies' use of it is watched. */
const clock = { ...systemClock, now: Date.now };

process.setSourceMapsEnabled(true);
Error.stackTraceLimit = 50;

/** Plays the tasks of one thread. Never throws: all that happens is told on the task's port. */
export default playing(workerData);

function playing({ stage, memoryLimitMb }: ThreadSetup): (task: ThreadTask) => Promise<void> {
  const series = new SeriesCache(memoryLimitMb * 1e6 * SERIES_SHARE);
  const outside = new Outside(stage.bundleUrl, stage.builtins);
  let player: Promise<Player> | null = null;
  const openPlayer = async (): Promise<Player> => {
    const reader = await openReader(stage.values);
    return createPlayer({ stage, digest: sha256, codec: valuesV8, series, outside, reader });
  };
  return async ({ job, port, gauge }) => {
    tell(port, { type: 'begun' });
    player ??= openPlayer();
    const link = stage.values === null ? null : createLink(port, gauge);
    const finished = await (await player)(job, watchOf(port, gauge, memoryLimitMb), link);
    tell(port, { type: 'outcome', ...finished }, memoryOf(finished.backing));
    port.close();
  };
}

/** LMDB is loaded only where strategies keep values; what cannot be read is asked for. */
async function openReader(values: ValueAccess | null): Promise<CacheReader | null> {
  const folder = values?.folder ?? null;
  if (folder === null) return null;
  const { openLmdbReader } = await import('../src/adapters/cache/lmdb/reader.ts');
  try {
    return openLmdbReader(folder, clock);
  } catch {
    return null;
  }
}

function watchOf(port: MessagePort, gauge: Int32Array, memoryLimitMb: number): JobWatch {
  let sent = 0;
  return {
    day: (minutesPlayed) => {
      if (needsTooMuch(memoryLimitMb)) process.exit(OUT_OF_MEMORY_EXIT);
      return noteDay(gauge, minutesPlayed);
    },
    facts: (facts) => {
      tell(port, { type: 'facts', facts });
      sent += 1;
      awaitHearing(gauge, sent);
    },
  };
}

function tell(port: MessagePort, message: ThreadMessage, moved: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}

/** The bulk of a result changes hands without being copied. */
function memoryOf(backing: Backing | null): readonly ArrayBuffer[] {
  return backing === null ? [] : [backing.evidence.bytes.buffer];
}
