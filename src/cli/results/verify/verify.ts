import * as z from 'zod';
import {
  findRun,
  outcomesOf,
  type ReadEntry,
  readStoredRun,
  type StoredRun,
} from '../../../adapters/runs/stored-run.ts';
import { usableCores } from '../../../adapters/system/cores.ts';
import { JbtError } from '../../../model/errors.ts';
import { evenSample } from '../../../run/comparison/sample.ts';
import type { Ending } from '../../../run/ports.ts';
import { counted } from '../../../run/text/numbers.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { addOptions, flagOption, readOptions, readValues, valueOption } from '../../options.ts';
import { EXIT } from '../../process/exit.ts';
import { say } from '../../process/say.ts';
import { changesSince } from '../../replay/changes.ts';
import { loadReplay, type ReplayInputs, sharedOf } from '../../replay/inputs.ts';
import { playOnThreads } from '../../replay/on-threads.ts';
import { wholeFromOne } from '../../run/options.ts';
import { limited } from '../drift/text.ts';

const positionals = z.object({ run: z.coerce.string().optional() });

const DEFAULT_SAMPLE = 20;

const VERIFY_OPTIONS = {
  sample: valueOption(wholeFromOne, DEFAULT_SAMPLE, {
    describe: 'number of backtests to play again, evenly spread over the run',
    defaultText: String(DEFAULT_SAMPLE),
  }),
  all: flagOption('play every backtest again'),
  parallel: valueOption(wholeFromOne, null, { describe: 'worker threads', defaultText: 'the cores jbt may use' }),
  json: flagOption('print one JSON document'),
};

/** A backtest that came to another result. */
interface Difference {
  readonly id: string;
  /** Hash in the run. */
  readonly before: string;
  /** Hash now; null where it failed. */
  readonly after: string | null;
  readonly reason: string;
}

/** `jbt verify`: plays backtests of a run again, and compares hashes. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, VERIFY_OPTIONS)
      .positional('run', { type: 'string', describe: 'id of a run, or its beginning; default: the newest' })
      .example('jbt verify', 'twenty backtests of the newest run; exit code 3 when a result differs')
      .example('jbt verify 20231101T120000 --all', 'every backtest of an older run'),
  async run(options, io) {
    const { sample, all, parallel, json } = readOptions(VERIFY_OPTIONS, options);
    const given = readValues(positionals, options, ['run']);
    const { runs } = homeOf(io);
    const run = readStoredRun(runs, findRun(runs, given.run ?? null));
    const chosen = chosenOf(run, all ? Number.POSITIVE_INFINITY : sample);
    const differences = await differencesOf(run, chosen, parallel ?? usableCores(), io);
    if (json) {
      const document = { format: 1, run: run.id, played: chosen.length, same: chosen.length - differences.length };
      io.stdout.write(`${JSON.stringify({ ...document, differences }, null, 2)}\n`);
    } else say(io.stdout, `${answerText(run, chosen.length, differences)}\n`);
    return differences.length > 0 ? EXIT.unmet : 0;
  },
};

/** Done backtests of a run, evenly spread. Throws JbtError `FileNotFound` when there is none. */
function chosenOf(run: StoredRun, most: number): readonly ReadEntry[] {
  const done = [...outcomesOf(run)].filter(({ entry }) => entry.outcome.status === 'done');
  if (done.length === 0) throw new JbtError('FileNotFound', `run ${run.id} has no result that could be verified`);
  return evenSample(done, most);
}

async function differencesOf(
  run: StoredRun,
  chosen: readonly ReadEntry[],
  threads: number,
  io: Io,
): Promise<readonly Difference[]> {
  const jobs = chosen.map(({ job }) => job);
  const inputs = await loadReplay(run, jobs, io);
  const read = new Map(chosen.map((one) => [one.job.id, one]));
  const found = new Map<string, Difference>();
  await playOnThreads(jobs, { ...sharedOf(inputs, null), hashesAlone: true }, threads, ({ id }, ending) => {
    const before = read.get(id);
    const difference = before === undefined ? null : differenceOf(run, before, ending, inputs);
    if (difference !== null) found.set(id, difference);
  });
  return jobs.flatMap(({ id }) => found.get(id) ?? []);
}

function differenceOf(
  run: StoredRun,
  { job, entry }: ReadEntry,
  ending: Ending,
  inputs: ReplayInputs,
): Difference | null {
  const before = entry.outcome.status === 'done' ? entry.outcome.result.hash : '';
  if (ending.kind === 'died') return { id: job.id, before, after: null, reason: ending.failure.message };
  const { outcome } = ending;
  if (outcome.status === 'failed') return { id: job.id, before, after: null, reason: outcome.failure.message };
  const after = outcome.status === 'done' ? outcome.result.hash : null;
  return after === before ? null : { id: job.id, before, after, reason: changesSince(run, job, entry, inputs) };
}

function answerText(run: StoredRun, played: number, differences: readonly Difference[]): string {
  const lines = limited(differences, ({ id, reason }) => [`another result: ${id} (${reason})`]);
  const same = played - differences.length;
  const of = played < run.jobs.length ? ` of ${run.jobs.length}` : '';
  const words = `${counted(played, 'backtest')}${of} of run ${run.id} played again: ${same} with the same result`;
  return [...lines, differences.length > 0 ? `${words}, ${differences.length} with another` : words].join('\n');
}
