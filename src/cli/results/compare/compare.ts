import { resolve } from 'node:path';
import * as z from 'zod';
import { writeWhole } from '../../../adapters/system/write-whole.ts';
import { JbtError } from '../../../model/errors.ts';
import { compareRuns, type RunComparison } from '../../../run/comparison/comparison.ts';
import type { Command, Io } from '../../command.ts';
import { shownPath } from '../../home.ts';
import { addOptions, flagOption, readOptions, readValues, valueOption } from '../../options.ts';
import { say } from '../../process/say.ts';
import { MOST_LISTED } from '../drift/text.ts';
import { compareText } from './answer.ts';
import { type FirstTrades, firstTradesOf } from './first-trades.ts';
import { readSide, type Side } from './side.ts';

const run = z.coerce.string().min(1, { error: 'a run or a report' });
const positionals = z.object({ before: run, after: run });

const COMPARE_OPTIONS = {
  html: valueOption(z.string({ error: 'given once' }).min(1, { error: 'a file' }), null, {
    describe: 'write a page with both runs into this file',
  }),
  json: flagOption('print one JSON document, with every metric and every backtest'),
};

/** `jbt compare`: two runs, first their inputs, then their results. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, COMPARE_OPTIONS)
      .positional('before', {
        type: 'string',
        describe: 'id of a run or its beginning, its folder, or its report.json',
      })
      .positional('after', { type: 'string', describe: 'the other one' })
      .example('jbt compare 20231101T120000 20231102T090000', 'what changed between two runs')
      .example('jbt compare main/report.json branch/report.json --json', 'two reports that a pipeline kept')
      .example('jbt compare 20231101 20231102 --html changes.html', 'a page to look at, or to send'),
  async run(options, io) {
    const { html, json } = readOptions(COMPARE_OPTIONS, options);
    const given = readValues(positionals, options, ['before', 'after']);
    const [before, after] = [readSide(given.before, io), readSide(given.after, io)];
    const comparison = compareRuns(before, after);
    const listed = json ? comparison.changed : comparison.changed.slice(0, MOST_LISTED);
    const trades = await firstTradesOf(listed, before, after, io);
    if (html !== null) await writePage(html, before, after, io);
    if (json) io.stdout.write(`${JSON.stringify(documentOf(before, after, comparison, trades), null, 2)}\n`);
    else say(io.stdout, `${compareText(before, after, comparison, trades)}\n`);
    return 0;
  },
};

async function writePage(file: string, before: Side, after: Side, io: Io): Promise<void> {
  const { comparisonPage } = await import('../../dashboard/report-page.ts');
  const path = resolve(io.cwd, file);
  try {
    writeWhole(path, comparisonPage(before, after));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('OutputUnavailable', `--html: ${file} cannot be written (${reason}): name another file`);
  }
  say(io.stderr, `${shownPath(path, io)}\n`);
}

/** The comparison as `--json` prints it. */
function documentOf(before: Side, after: Side, comparison: RunComparison, { of, unknown }: FirstTrades): unknown {
  const described = ({ id, started, command }: Side): object => ({ id, started, command });
  const pair = ({ job, before: then, after: now }: RunComparison['lost'][number]): object => ({
    job,
    before: { id: then.id, status: then.status, hash: then.hash },
    after: { id: now.id, status: now.status, hash: now.hash, error: now.error },
  });
  return {
    format: 1,
    before: described(before),
    after: described(after),
    ...comparison,
    changed: comparison.changed.map((one) => ({
      ...pair(one),
      metrics: one.metrics,
      firstTrade: of.get(one.job) ?? null,
    })),
    lost: comparison.lost.map(pair),
    gained: comparison.gained.map(pair),
    tradesUnknown: unknown,
  };
}
