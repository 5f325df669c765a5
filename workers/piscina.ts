import { type MessagePort, workerData } from 'node:worker_threads';
import { sha256 } from '../src/adapters/digest-node.ts';
import { createPlayer, type Player } from '../src/adapters/executor-inline-player.ts';
import { awaitHearing, noteDay } from '../src/adapters/executor-piscina-gauge.ts';
import { hasOutgrownBuffers, OUT_OF_MEMORY_EXIT } from '../src/adapters/executor-piscina-memory.ts';
import type { ThreadMessage, ThreadTask } from '../src/adapters/executor-piscina-messages.ts';
import type { JobWatch } from '../src/run/play.ts';

process.setSourceMapsEnabled(true);
Error.stackTraceLimit = 50;

/** Plays the tasks of one thread. Never throws: all that happens is told on the task's port. */
export default playing(createPlayer(workerData, sha256));

function playing(player: Player): (task: ThreadTask) => Promise<void> {
  return async ({ job, port, gauge }) => {
    tell(port, { type: 'begun' });
    const outcome = await player(job, watchOf(port, gauge));
    tell(port, { type: 'outcome', outcome });
    port.close();
  };
}

function watchOf(port: MessagePort, gauge: Int32Array): JobWatch {
  let sent = 0;
  return {
    day: (minutesPlayed) => {
      if (hasOutgrownBuffers()) process.exit(OUT_OF_MEMORY_EXIT);
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
