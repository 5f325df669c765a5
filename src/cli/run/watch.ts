import { WatchedFiles } from '../../adapters/system/watched-files.ts';
import { JbtError } from '../../model/errors.ts';
import type { Io } from '../command.ts';
import { shownPath } from '../home.ts';
import { printError } from '../process/errors.ts';
import { EXIT } from '../process/exit.ts';
import { onInterrupt } from '../process/interrupt.ts';
import { say } from '../process/say.ts';

/** One of the runs that a watch plays. */
export interface WatchedRound {
  /** Is told of each file before it is read. */
  readonly reading: (path: string) => void;
  /** Aborts when a file changes: the run would be out of date. */
  readonly signal: AbortSignal;
}

/** Plays a round, and another one whenever a file changes, until Ctrl-C ends it. Returns the exit code. */
export async function watchRuns(play: (round: WatchedRound) => Promise<number>, io: Io): Promise<number> {
  const files = new WatchedFiles();
  for (;;) {
    files.begin();
    const [stale, over] = [new AbortController(), new AbortController()];
    const changed = files.changed(over.signal).catch(() => null);
    void changed.then((found) => found !== null && stale.abort());
    try {
      const code = await playRound(play, files, stale.signal, io);
      if (code === EXIT.interrupted && !stale.signal.aborted) return code;
      const found = await orInterrupt(changed, over, () => {
        if (!stale.signal.aborted) say(io.stderr, `watching ${filesText(files.count)}; Ctrl-C ends\n`);
      });
      if (found === null) return EXIT.interrupted;
      say(io.stderr, `\nchanged: ${found.map((path) => shownPath(path, io)).join(', ')}\n`);
    } finally {
      over.abort();
    }
  }
}

/** Tells faults of files and goes on; the first round must have read one, or nothing could change. */
async function playRound(
  play: (round: WatchedRound) => Promise<number>,
  files: WatchedFiles,
  signal: AbortSignal,
  io: Io,
): Promise<number> {
  try {
    const code = await play({ reading: (path) => files.add(path), signal });
    files.forgetOthers();
    return code;
  } catch (error) {
    if (!(error instanceof JbtError) || error.actor !== 'user' || files.count === 0) throw error;
    return printError(error, io);
  }
}

/** Waits for a change; null when Ctrl-C comes first. `listening` is called when Ctrl-C is heard. */
async function orInterrupt(
  changed: Promise<readonly string[] | null>,
  over: AbortController,
  listening: () => void,
): Promise<readonly string[] | null> {
  const stopListening = onInterrupt(() => over.abort());
  try {
    listening();
    return await changed;
  } finally {
    stopListening();
  }
}

function filesText(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}
