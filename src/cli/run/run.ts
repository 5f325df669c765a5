import type { Argv } from 'yargs';
import { JbtError } from '../../model/errors.ts';
import { addCacheOptions } from '../cache/settings.ts';
import type { Command, Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { resumingLine } from '../shell.ts';
import { addAnswerOptions, printAnswer } from './answer.ts';
import { addBatchFlags } from './batch-flags.ts';
import { type PlayedRun, playRun } from './play.ts';
import { prepareRun } from './prepare.ts';
import { readRunSettings } from './settings.ts';

const EXIT_DONE = 0;
const EXIT_FAILED = 1;
const EXIT_INTERRUPTED = 130;

/** `jbt run`: plays a batch on all cores. */
export const command: Command = {
  build: (yargs) => addRunOptions(addBatchFlags(yargs)),
  async run(options, io) {
    const settings = readRunSettings(options, io.env);
    const home = homeOf(io);
    const prepared = await prepareRun(options, settings.timeoutMs, home, io);
    for (const warning of prepared.plan.warnings) io.stderr.write(`warning: ${warning}\n`);
    const played = await playRun({ prepared, settings, home, io });
    printAnswer(played.report, played.folder, settings, io);
    return exitCodeOf(played, io);
  },
};

function addRunOptions(yargs: Argv): Argv {
  return addAnswerOptions(addCacheOptions(yargs))
    .option('parallel', { type: 'string', describe: 'worker threads; default: the cores jbt may use' })
    .option('inline', { type: 'boolean', describe: 'play in the main thread, for breakpoints; Ctrl-C ends it at once' })
    .option('timeout', {
      type: 'string',
      describe: 'end a backtest that takes longer, such as 500ms, 2s, 5m; with --inline not within a hook',
    })
    .option('memory', {
      type: 'string',
      describe: 'what a worker may use, such as 500MB; default: its share of half the memory, at most 2GB',
    })
    .option('trades', { type: 'boolean', describe: "write the trades of every backtest into the run's folder, as CSV" })
    .option('debug', { type: 'boolean', describe: "write what becomes of every order into the run's folder" })
    .option('redis', { type: 'string', describe: 'mirror the run to this Redis; default: REDIS_HOST, if set' })
    .example('jbt run --parallel 4 --sort sharpe_ratio --top 20', 'four threads, the twenty best by Sharpe ratio')
    .example('jbt run --json > report.json', 'for a machine');
}

function exitCodeOf({ reason, report }: PlayedRun, { stderr, argv }: Io): number {
  const { done, failed, jobs } = report.totals;
  switch (reason) {
    case 'finished':
      return failed > 0 ? EXIT_FAILED : EXIT_DONE;
    case 'interrupted':
      stderr.write(`${done + failed} of ${jobs} backtests are done; to play the rest: ${resumingLine(argv)}\n`);
      return EXIT_INTERRUPTED;
    case 'exhausted':
      throw new JbtError(
        'WorkersExhausted',
        `workers died too often; ${done + failed} of ${jobs} backtests are done, to play the rest: ${resumingLine(argv)}`,
      );
  }
}
