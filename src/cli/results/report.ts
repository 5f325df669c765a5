import * as z from 'zod';
import { readReport } from '../../adapters/runs/reports.ts';
import type { Command } from '../command.ts';
import { homeOf } from '../home.ts';
import { addOptions, readOptions, readValues } from '../options.ts';
import { checkAnswer, parametersOf, printAnswer } from '../run/answer.ts';
import { ANSWER_OPTIONS } from '../run/options.ts';

const positionals = z.object({ run: z.string().nullable().default(null) });

/** `jbt report`: prints again what a run found. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, ANSWER_OPTIONS)
      .positional('run', { type: 'string', describe: 'its id, or the beginning of one; default: the newest' })
      .example('jbt report --sort sharpe_ratio --top 20', 'the newest run, the twenty best by Sharpe ratio')
      .example(`jbt report --where "trades >= 20 and symbol = 'FIL-USDT'"`, 'only those backtests')
      .example('jbt report 20231101T120000 --json', 'for a machine'),
  async run(options, io) {
    const settings = readOptions(ANSWER_OPTIONS, options);
    const given = readValues(positionals, options, ['run']);
    const { report, folder } = readReport(homeOf(io).runs, given.run);
    checkAnswer(settings, parametersOf(report));
    printAnswer(report, folder, settings, io);
    return 0;
  },
};
