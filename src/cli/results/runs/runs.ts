import * as z from 'zod';
import { JbtError } from '../../../model/errors.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { addOptions, readOptions, readValues, type ValuesOf } from '../../options.ts';
import { listRuns } from './list.ts';
import { RUNS_OPTIONS } from './options.ts';
import { removeRuns } from './remove.ts';

const positionals = z.object({
  action: z.enum(['list', 'remove'], { error: 'list or remove' }).default('list'),
  ids: z.array(z.coerce.string()).default([]),
});

/** `jbt runs`: lists and removes the runs of the project. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, RUNS_OPTIONS)
      .positional('action', { type: 'string', describe: 'list (default) or remove' })
      .positional('ids', { type: 'string', array: true, describe: 'runs to remove: their ids, or the beginnings' })
      .example('jbt runs', 'all runs, newest first, with the best result of each')
      .example('jbt runs remove 20231101T1200 20231102T0915', 'remove two runs')
      .example('jbt runs remove --keep 10 --older-than 30d', 'remove those older than 30 days, but not the newest ten'),
  async run(options, io) {
    const settings = readOptions(RUNS_OPTIONS, options);
    const { action, ids } = readValues(positionals, options, ['action', 'ids']);
    switch (action) {
      case 'list':
        refuseRemovalOptions(ids, settings);
        return listRuns(homeOf(io).runs, settings, io);
      case 'remove':
        return remove(ids, settings, io);
    }
  },
};

function refuseRemovalOptions(
  ids: readonly string[],
  { keep, olderThan, dryRun }: ValuesOf<typeof RUNS_OPTIONS>,
): void {
  if (ids.length === 0 && keep === null && olderThan === null && !dryRun) return;
  throw new JbtError('InvalidOption', 'ids, --keep, --older-than and --dry-run go with jbt runs remove');
}

function remove(ids: readonly string[], settings: ValuesOf<typeof RUNS_OPTIONS>, io: Io): number {
  const { keep, olderThan } = settings;
  const isByAge = keep !== null || olderThan !== null;
  if (ids.length === 0 && !isByAge)
    throw new JbtError('InvalidOption', 'jbt runs remove needs ids, --keep 10 or --older-than 30d');
  if (ids.length > 0 && isByAge)
    throw new JbtError('InvalidOption', 'jbt runs remove takes ids, or --keep and --older-than, not both');
  return removeRuns(homeOf(io).runs, ids, settings, io);
}
