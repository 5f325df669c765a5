import { z } from 'zod';
import { readReport } from '../adapters/runs/reports.ts';
import type { Command } from './command.ts';
import { homeOf } from './home.ts';
import { optionError } from './options.ts';
import { addAnswerOptions, printAnswer } from './run/answer.ts';
import { answerFields } from './run/settings.ts';

const settings = z.object({ ...answerFields, run: z.string().nullable().default(null) });

/** `jbt report`: prints again what a run found. */
export const command: Command = {
  build: (yargs) =>
    addAnswerOptions(yargs)
      .positional('run', { type: 'string', describe: 'its id, or the beginning of one; default: the newest' })
      .example('jbt report --sort sharpe_ratio --top 20', 'the newest run, the twenty best by Sharpe ratio')
      .example('jbt report 20231101T120000 --json', 'for a machine'),
  async run(options, io) {
    const parsed = settings.safeParse(options, { reportInput: true });
    if (!parsed.success) throw optionError(parsed.error.issues[0], ['run']);
    const { report, folder } = readReport(homeOf(io).runs, parsed.data.run);
    printAnswer(report, folder, parsed.data, io);
    return 0;
  },
};
