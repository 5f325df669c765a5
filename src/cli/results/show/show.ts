import * as z from 'zod';
import { outcomesOf } from '../../../adapters/runs/stored-run.ts';
import { createPaint, wantsColours } from '../../../adapters/terminal/paint.ts';
import { JbtError } from '../../../model/errors.ts';
import type { JournalEntry } from '../../../run/ports.ts';
import { DEFAULT_SORT } from '../../../run/rows/ranking.ts';
import { printableLines } from '../../../run/text/plain.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { addOptions, flagOption, readOptions, readValues, valueOption } from '../../options.ts';
import { say } from '../../process/say.ts';
import { ANSWER_OPTIONS, wholeFromOne } from '../../run/options.ts';
import { backtestJson, backtestText, headText } from './answer.ts';
import { gatherBacktest } from './backtest.ts';
import { type Chosen, chooseJob } from './choose.ts';

const word = z.coerce.string().optional();
const positionals = z.object({ run: word, job: word });

const DEFAULT_TRADES = 10;

const SHOW_OPTIONS = {
  sort: { ...ANSWER_OPTIONS.sort, describe: 'metric that decides which backtest is the best, and which is row 3' },
  trades: valueOption(wholeFromOne, DEFAULT_TRADES, { describe: 'number of last trades to print', defaultText: '10' }),
  json: flagOption('print one JSON document, with equity and all trades'),
};

/** `jbt show`: prints one backtest in full. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, SHOW_OPTIONS)
      .positional('run', { type: 'string', describe: 'id of a run, or its beginning; default: the newest' })
      .positional('job', {
        type: 'string',
        describe: 'a backtest: its id, the beginning of it, or its row in the table; default: the best',
      })
      .example('jbt show', 'the best backtest of the newest run')
      .example('jbt show 3', 'the third row of its table')
      .example('jbt show 20231101T1200 0007 --json', 'backtest 0007 of an older run, for a machine'),
  async run(options, io) {
    const settings = readOptions(SHOW_OPTIONS, options);
    const given = readValues(positionals, options, ['run', 'job']);
    const words = [given.run, given.job].filter((text) => text !== undefined);
    const chosen = chooseJob(homeOf(io).runs, words, settings.sort ?? DEFAULT_SORT);
    return show(chosen, entryOf(chosen), settings, io);
  },
};

async function show(
  chosen: Chosen,
  entry: JournalEntry,
  { json, trades }: { readonly json: boolean; readonly trades: number },
  io: Io,
): Promise<number> {
  const { outcome } = entry;
  const backtest = outcome.status === 'done' ? await gatherBacktest(chosen, entry, outcome.result, io) : null;
  if (json) io.stdout.write(`${JSON.stringify(backtestJson(chosen, entry, backtest), null, 2)}\n`);
  else if (backtest !== null) io.stdout.write(`${backtestText(chosen, backtest, trades, io)}\n`);
  else if (outcome.status === 'failed') {
    const { code, message, stack } = outcome.failure;
    const paint = createPaint(wantsColours(io.stdout, io.env));
    io.stdout.write(`${headText(chosen, paint)}\n\n${paint('red', `failed: ${code}`)}\n`);
    say(io.stdout, `${printableLines(stack ?? message)}\n`);
  }
  return 0;
}

/** The outcome of a job, with its equity. Throws JbtError `FileNotFound` when it has none. */
function entryOf({ run, job }: Chosen): JournalEntry {
  for (const { job: found, entry } of outcomesOf(run, true)) if (found.id === job.id) return entry;
  throw new JbtError(
    'FileNotFound',
    `${job.id} of run ${run.id} was not played to its end; ${run.command} goes on with it`,
  );
}
