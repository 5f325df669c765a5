import * as z from 'zod';
import { JbtError } from '../../../model/errors.ts';
import type { Command } from '../../command.ts';
import { addOptions, readOptions, readValues } from '../../options.ts';
import { checkAnswer, printAnswer } from '../../run/answer.ts';
import { exitCodeOf } from '../../run/conclusion.ts';
import { ANSWER_OPTIONS, RUN_OPTIONS } from '../../run/options.ts';
import { chooseReporters } from '../../run/reporters.ts';
import { namedRun } from '../named-run.ts';
import { mergeShards } from './merged-run.ts';
import { shardsOf } from './shards.ts';

const positionals = z.object({ shards: z.array(z.coerce.string()).min(1, { error: 'runs' }) });

const { reporter } = RUN_OPTIONS;
const MERGE_OPTIONS = { ...ANSWER_OPTIONS, reporter };

/** `jbt merge`: joins the shards of a batch to one run. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, MERGE_OPTIONS)
      .positional('shards', { type: 'string', describe: 'ids or folders of the shards of one batch' })
      .example('jbt merge 20231101T1200 20231101T1201 20231101T1202', 'the shards 1/3, 2/3 and 3/3 of this project')
      .example('jbt merge shards/* --reporter junit=junit.xml', 'folders that a pipeline has gathered'),
  async run(options, io) {
    const settings = readOptions(MERGE_OPTIONS, options);
    const given = readValues(positionals, options, ['shards']);
    const runs = given.shards.map((text) => {
      const run = namedRun(text, io);
      if (run === null) throw new JbtError('FileNotFound', `${text} is no folder of a run`);
      return run;
    });
    const shards = shardsOf(runs);
    checkAnswer(
      settings,
      runs[0].described.flatMap(({ parameters }) => Object.keys(parameters)),
    );
    // A mirror in Redis has seen the shards already.
    const merged = await mergeShards(shards, { ...settings, reporters: chooseReporters(options, {}) }, io);
    printAnswer(merged.report, merged.folder, settings, io);
    return exitCodeOf(merged, io);
  },
};
