import { systemClock } from '../../adapters/system/clock.ts';
import { LiveRun } from '../../dashboard/server/live-run.ts';
import type { RowOf } from '../../run/coordinator/report-of.ts';
import type { Reporter } from '../../run/ports.ts';
import type { Io } from '../command.ts';
import { servePage } from './serve.ts';
import { storedRuns } from './stored-runs.ts';

/** Parts of a run that its live page needs. */
export interface LivePageParts {
  readonly io: Io;
  readonly rowOf: RowOf;
  readonly stop: () => void;
  readonly say: (line: string) => void;
}

/** Serves the page of this run, and of the others of the project, until the run is over. */
export async function openLivePage({ io, rowOf, stop, say }: LivePageParts, port: number): Promise<Reporter> {
  const live = new LiveRun(systemClock, rowOf);
  const stored = storedRuns(io);
  const isLive = (run: string): boolean => run === '' || run === live.id;
  const server = await servePage(
    {
      ...stored,
      follow: (run, follower) => (isLive(run) ? live.follow(follower) : stored.follow(run, follower)),
      cancel(run) {
        if (isLive(run)) stop();
        return isLive(run);
      },
    },
    { port, host: '127.0.0.1', token: null },
  );
  say(`live page: ${server.url}`);
  return {
    on: (event) => live.on(event),
    async close() {
      await live.close();
      await server.close();
    },
  };
}
