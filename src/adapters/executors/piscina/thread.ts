import type { MessagePort } from 'node:worker_threads';
import { SeriesCache } from '../../../engine/series/series-cache.ts';
import type { CacheReader } from '../../../run/cache-port.ts';
import type { JobWatch } from '../../../run/play/play.ts';
import type { RecordedResult } from '../../../run/ports.ts';
import { sha256 } from '../../system/digest.ts';
import { ownSystemThread } from '../../system/thread-time.ts';
import { valuesV8 } from '../../system/value-codec.ts';
import { createPlayer, type Player } from '../player/player.ts';
import { needsTooMuch, OUT_OF_MEMORY_EXIT } from './memory.ts';
import type { ThreadMessage, ThreadSetup, ThreadTask } from './messages.ts';
import { awaitHearing, noteDay } from './signals.ts';
import { createTransport } from './transport.ts';

/** Share of the memory limit for cached series: 250 of 2000 MB. */
const SERIES_SHARE = 1 / 8;

/** Opens the values that strategies have cached in a folder. */
export type OpenReader = (folder: string) => Promise<CacheReader>;

/** Creates the task handler of one pool thread. It never throws: outcomes travel through the port of the task. */
export function createTaskHandler(
  { shared, memoryLimitMb }: ThreadSetup,
  openReader: OpenReader,
): (task: ThreadTask) => Promise<void> {
  const series = new SeriesCache(memoryLimitMb * 1e6 * SERIES_SHARE);
  const systemThread = ownSystemThread();
  let player: Promise<Player> | null = null;
  const openPlayer = async (): Promise<Player> => {
    const folder = shared.values?.folder ?? null;
    // Without a reader the thread asks the coordinator for values.
    const reader = folder === null ? null : await openReader(folder).catch(() => null);
    return createPlayer({ shared, digest: sha256, codec: valuesV8, series, reader, ownsThread: true });
  };
  return async ({ job, port, signals }) => {
    tell(port, { type: 'begun', systemThread });
    player ??= openPlayer();
    const link = shared.values === null ? null : createTransport(port, signals);
    const { isSpoilt, ...finished } = await (await player)(job, watchOf(port, signals, memoryLimitMb), link);
    tell(port, { type: 'outcome', ...finished }, memoryOf(finished.recorded));
    // The outcome is sent; the pool replaces the thread.
    if (isSpoilt) process.exit();
    port.close();
  };
}

function watchOf(port: MessagePort, signals: Int32Array, memoryLimitMb: number): JobWatch {
  let sent = 0;
  return {
    day: (minutesPlayed) => {
      if (needsTooMuch(memoryLimitMb)) process.exit(OUT_OF_MEMORY_EXIT);
      return noteDay(signals, minutesPlayed);
    },
    facts: (facts) => {
      tell(port, { type: 'facts', facts });
      sent += 1;
      awaitHearing(signals, sent);
    },
  };
}

function tell(port: MessagePort, message: ThreadMessage, moved: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, moved);
}

/** Buffers of a result, transferred to the coordinator without a copy. */
function memoryOf(recorded: RecordedResult | null): readonly ArrayBuffer[] {
  return recorded === null ? [] : [recorded.record.bytes.buffer];
}
