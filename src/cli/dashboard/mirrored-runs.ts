import { join } from 'node:path';
import type { Mirrors } from '../../adapters/mirrors/mirrors.ts';
import { isRunning } from '../../adapters/runs/remove.ts';
import { runIds } from '../../adapters/runs/stored-run.ts';
import { readToken } from '../../adapters/runs/token.ts';
import type { Runs } from '../../dashboard/server/runs.ts';
import type { RunSummary } from '../../dashboard/session.ts';
import { JbtError } from '../../model/errors.ts';
import { shellWord } from '../process/shell.ts';

/** The runs of a project, and beside them those that are mirrored to Redis. */
export function withMirrors(stored: Runs, mirrors: Mirrors, runs: string): Runs {
  const isStored = (run: string): boolean => runIds(runs).includes(run);
  return {
    async list() {
      const [own, mirrored] = await Promise.all([stored.list(), mirrors.list()]);
      const known = new Set(own.map(({ id }) => id));
      return [...own, ...mirrored.filter(({ id }) => !known.has(id))].sort(byStart);
    },
    async follow(run, follower) {
      // Its process tells Redis at once what the folder shows a second later.
      const isLive = !isStored(run) || isRunning(join(runs, run));
      return (isLive ? await mirrors.follow(run, follower) : null) ?? stored.follow(run, follower);
    },
    async session(run, job) {
      if (isStored(run)) return stored.session(run, job);
      const host = (await mirrors.overview(run))?.host ?? 'another machine';
      throw new JbtError(
        'FileNotFound',
        `this backtest can be played again where its run is: jbt dashboard on ${host}`,
      );
    },
    async inputs(run) {
      if (isStored(run)) return stored.inputs(run);
      return (await mirrors.overview(run)) === null ? undefined : null;
    },
    async cancel(run, job) {
      const token = isStored(run) ? readToken(join(runs, run)) : null;
      if (token === null) throw new JbtError('NotCancelled', await adviceOn(run, job, mirrors));
      if (await mirrors.cancel({ run, ...(job === null ? {} : { job }), token })) return;
      throw new JbtError(
        'NotCancelled',
        'nobody who plays a run listens to Redis: Ctrl-C ends the run where it is played',
      );
    },
  };
}

function byStart(one: RunSummary, other: RunSummary): number {
  return Date.parse(other.started) - Date.parse(one.started);
}

/** Says how a run is cancelled whose token is out of reach. */
async function adviceOn(run: string, job: string | null, mirrors: Mirrors): Promise<string> {
  const overview = await mirrors.overview(run);
  if (overview === null) return 'another process plays this run: Ctrl-C ends it there';
  const request = shellWord(JSON.stringify({ run, ...(job === null ? {} : { job }), token: 'TOKEN' }));
  return `the token of this run is in ${join(overview.folder, 'token')} on ${overview.host}; with it: redis-cli publish ${shellWord(mirrors.controlChannel)} ${request}`;
}
