import { SeriesCache } from '../../../engine/series/series-cache.ts';
import { SharedColumns } from '../../../engine/series/shared-columns.ts';
import type { Job } from '../../../model/job.ts';
import type { CacheReader } from '../../../run/cache-port.ts';
import type { JobWatch } from '../../../run/play/play.ts';
import type { RecordedResult } from '../../../run/ports.ts';
import { sha256 } from '../../system/digest.ts';
import { recordPacker } from '../../system/record-packer.ts';
import { ownSystemThread } from '../../system/thread-time.ts';
import { valuesV8 } from '../../system/value-codec.ts';
import { createPlayer, type Player } from '../player/player.ts';
import { Inbox } from './inbox.ts';
import { needsTooMuch, OUT_OF_MEMORY_EXIT } from './memory.ts';
import type { ThreadSetup, ThreadTask } from './messages.ts';
import { Outbox } from './outbox.ts';
import { awaitHearing, beginJob, mustStop, noteDay } from './signals.ts';
import { ThreadTransport } from './transport.ts';

/** Share of the memory limit for series that a thread does not share: 62 of 2000 MB. */
const SERIES_SHARE = 1 / 32;

/** Simulated days between two looks at the heap: one a day took 2 % of a sweep. The coordinator watches long days. */
const DAYS_A_LOOK = 8;

/** Opens the values that strategies have cached in a folder. */
export type OpenReader = (folder: string) => Promise<CacheReader>;

/** Creates the task handler of one pool thread, which plays chunks of jobs until the thread ends. */
export function createTaskHandler(setup: ThreadSetup, openReader: OpenReader): (task: ThreadTask) => Promise<never> {
  return async (task) => {
    const outbox = new Outbox(task.port);
    // A strategy may end the thread; the jobs before it are done.
    process.once('exit', () => outbox.flush());
    outbox.send({ type: 'begun', systemThread: ownSystemThread() });
    const inbox = new Inbox(task.port);
    const play = await openThreadPlayer({ setup, openReader, task, inbox, outbox });
    for (;;) {
      for (const job of await inbox.nextChunk()) {
        if (mustStop(task.signals)) break;
        await play(job);
      }
      outbox.flush();
      if (mustStop(task.signals)) outbox.send({ type: 'stopped' });
    }
  };
}

interface ThreadParts {
  readonly setup: ThreadSetup;
  readonly openReader: OpenReader;
  readonly task: ThreadTask;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
}

/** Returns a function that plays a job and tells its ending. */
async function openThreadPlayer(parts: ThreadParts): Promise<(job: Job) => Promise<void>> {
  const { setup, openReader, task, inbox, outbox } = parts;
  const { signals } = task;
  const player = await openPlayer(setup, openReader);
  const transport = setup.shared.values === null ? null : new ThreadTransport(inbox, outbox, signals);
  const watch = watchOf(outbox, signals, setup.memoryLimitMb);
  return async (job) => {
    beginJob(signals);
    const { isSpoilt, ...ending } = await player(job, watch, transport?.forJob() ?? null);
    outbox.end({ ...ending, recorded: packed(ending.recorded) });
    // The pool replaces the thread.
    if (isSpoilt) process.exit();
  };
}

/** Packs here, on every core, what the one coordinator stores. */
function packed(recorded: RecordedResult | null): RecordedResult | null {
  const record = recorded?.record ?? null;
  return recorded === null || record === null ? recorded : { ...recorded, record: recordPacker.pack(record) };
}

async function openPlayer({ shared, memoryLimitMb, columns }: ThreadSetup, openReader: OpenReader): Promise<Player> {
  const sharedColumns = columns === null ? null : new SharedColumns(columns);
  const series = new SeriesCache(memoryLimitMb * 1e6 * SERIES_SHARE, sharedColumns);
  const folder = shared.values?.folder ?? null;
  // Without a reader the thread asks the coordinator for values.
  const reader = folder === null ? null : await openReader(folder).catch(() => null);
  return createPlayer({ shared, digest: sha256, codec: valuesV8, series, reader, thread: 'replaced', hardens: true });
}

function watchOf(outbox: Outbox, signals: Int32Array, memoryLimitMb: number): JobWatch {
  let sent = 0;
  let days = 0;
  return {
    day: (minutesPlayed) => {
      days += 1;
      if (days % DAYS_A_LOOK === 0 && needsTooMuch(memoryLimitMb)) process.exit(OUT_OF_MEMORY_EXIT);
      outbox.flushIfDue();
      return noteDay(signals, minutesPlayed);
    },
    facts: (facts) => {
      outbox.send({ type: 'facts', facts });
      sent += 1;
      awaitHearing(signals, sent);
    },
  };
}
