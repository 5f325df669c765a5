import { systemClock } from '../../adapters/system/clock.ts';
import { Audience } from '../../dashboard/server/audience.ts';
import { wireEventOf } from '../../dashboard/wire.ts';
import { JbtError } from '../../model/errors.ts';
import type { RowOf } from '../../run/coordinator/report-of.ts';
import type { Reporter, RunControls } from '../../run/ports.ts';
import type { Io } from '../command.ts';
import { servePage } from './serve.ts';
import { storedRuns } from './stored-runs.ts';

/** Parts of a run that its live page needs. */
export interface LivePageParts {
  readonly io: Io;
  readonly rowOf: RowOf;
  readonly controls: RunControls;
  readonly say: (line: string) => void;
}

/** Serves the page of this run, and of the others of the project, until the run is over. */
export async function openLivePage({ io, rowOf, controls, say }: LivePageParts, port: number): Promise<Reporter> {
  const live = new Audience(systemClock);
  const stored = storedRuns(io);
  const isLive = (run: string): boolean => run === '' || run === live.id;
  const server = await servePage(
    {
      ...stored,
      follow: async (run, follower) => (isLive(run) ? live.follow(follower) : stored.follow(run, follower)),
      async cancel(run, job) {
        if (!isLive(run)) return stored.cancel(run, job);
        if (job === null) controls.stop();
        else if (!controls.cancel(job)) throw new JbtError('NotCancelled', `this run has no backtest ${job}`);
      },
    },
    { port, host: '127.0.0.1', token: null },
  );
  say(`live page: ${server.url}`);
  return {
    on: (event) => live.hear(wireEventOf(event, rowOf)),
    async close() {
      live.close();
      await server.close();
    },
  };
}
