import { type MessagePort, workerData } from 'node:worker_threads';
import { sha256 } from '../src/adapters/digest-node.ts';
import { createPlayer } from '../src/adapters/executor-inline-player.ts';
import { awaitHearing, noteDay } from '../src/adapters/executor-piscina-gauge.ts';
import { needsTooMuch, OUT_OF_MEMORY_EXIT } from '../src/adapters/executor-piscina-memory.ts';
import type { ThreadMessage, ThreadSetup, ThreadTask } from '../src/adapters/executor-piscina-messages.ts';
import { SeriesCache } from '../src/engine/series.ts';
import type { JobWatch } from '../src/run/play.ts';

/** What one job leaves in memory for the next may take an eighth of its limit: 256 of 2048 MB. */
const SERIES_SHARE = 1 / 8;

process.setSourceMapsEnabled(true);
Error.stackTraceLimit = 50;

/** Plays the tasks of one thread. Never throws: all that happens is told on the task's port. */
export default playing(workerData);

function playing({ stage, heapLimitMb }: ThreadSetup): (task: ThreadTask) => Promise<void> {
  const player = createPlayer(stage, sha256, new SeriesCache(heapLimitMb * SERIES_SHARE * 2 ** 20));
  return async ({ job, port, gauge }) => {
    tell(port, { type: 'begun' });
    const outcome = await player(job, watchOf(port, gauge, heapLimitMb));
    tell(port, { type: 'outcome', outcome });
    port.close();
  };
}

function watchOf(port: MessagePort, gauge: Int32Array, heapLimitMb: number): JobWatch {
  let sent = 0;
  return {
    day: (minutesPlayed) => {
      if (needsTooMuch(heapLimitMb)) process.exit(OUT_OF_MEMORY_EXIT);
      return noteDay(gauge, minutesPlayed);
    },
    facts: (facts) => {
      tell(port, { type: 'facts', facts });
      sent += 1;
      awaitHearing(gauge, sent);
    },
  };
}

function tell(port: MessagePort, message: ThreadMessage): void {
  port.postMessage(message);
}
