import { basename } from 'node:path';
import type { Argv } from 'yargs';
import { JbtError } from '../../model/errors.ts';
import type { Command, Io } from '../command.ts';
import { homeOf } from '../home.ts';
import { addOptions } from '../options.ts';
import { EXIT } from '../process/exit.ts';
import { say } from '../process/say.ts';
import { checkAnswer, printAnswer } from './answer.ts';
import type { LoadBaselineCheck } from './baseline.ts';
import { addBatchFlags } from './batch-flags.ts';
import { batchOfRun } from './batch-of-run.ts';
import { exitCodeOf } from './conclusion.ts';
import { showDryRun } from './dry-run/dry-run.ts';
import { playRun } from './play.ts';
import { parametersIn, prepareRun } from './prepare.ts';
import { openReporters } from './reporters.ts';
import { ALL_RUN_OPTIONS, type RunSettings, readRunSettings } from './settings.ts';
import { type WatchedRound, watchRuns } from './watch.ts';

/** `jbt run`: plays a batch on all cores, and compares it with a baseline where one is given. */
export function runCommand(loadBaselineCheck: LoadBaselineCheck): Command {
  return {
    build: (yargs) => addRunOptions(addBatchFlags(yargs)),
    async run(options, io) {
      const settings = readRunSettings(options, io.env);
      const { baseline, tolerance } = settings;
      if (baseline === null && tolerance !== null)
        throw new JbtError('InvalidOption', '--tolerance goes with --baseline FILE');
      const check = baseline === null ? null : await loadBaselineCheck();
      if (baseline !== null) check?.refuseUnreadable(baseline, io);
      const checkRun = async (id: string): Promise<number> =>
        baseline === null || check === null ? EXIT.done : check.checkRun(id, baseline, tolerance, io);
      const round = (watched: WatchedRound | null) => playOnce(options, settings, io, watched, checkRun);
      return settings.watch ? watchRuns(round, io) : round(null);
    },
  };
}

async function playOnce(
  options: Readonly<Record<string, unknown>>,
  settings: RunSettings,
  io: Io,
  watched: WatchedRound | null,
  checkRun: (id: string) => Promise<number>,
): Promise<number> {
  const home = homeOf(io);
  const reading = watched?.reading;
  const prepared = await prepareRun(() => batchOfRun(options, io.cwd, reading), settings, home, io, reading);
  checkAnswer(settings, parametersIn(prepared.bundle));
  for (const warning of prepared.plan.warnings) say(io.stderr, `warning: ${warning}\n`);
  const invocation = { prepared, settings, home, io, signal: watched?.signal, openReporters };
  if (settings.dryRun) {
    await showDryRun(invocation);
    return EXIT.done;
  }
  if (watched?.signal.aborted) return EXIT.interrupted;
  const played = await playRun(invocation);
  if (watched?.signal.aborted) return EXIT.interrupted;
  printAnswer(played.report, played.folder, settings, io);
  const exitCode = exitCodeOf(played, io);
  if (played.reason !== 'finished') return exitCode;
  const checked = await checkRun(basename(played.folder));
  return exitCode === EXIT.done ? checked : exitCode;
}

function addRunOptions(yargs: Argv): Argv {
  return addOptions(yargs, ALL_RUN_OPTIONS)
    .example('jbt run', 'play the batch file of this folder on all cores')
    .example('jbt run jbt.yaml --from 2023-09-01 --set fast=8,12', 'the same, with other dates and one parameter fixed')
    .example(
      'jbt run strategies/trend.ts --market "Binance Perpetual Futures:FIL-USDT" --timeframe 1h --set slow=20..60:10',
      'a batch of five without a file',
    )
    .example('jbt run --parallel 4 --sort sharpe_ratio --top 20', 'four threads, the twenty best by Sharpe ratio')
    .example('jbt run --dry-run', 'how many backtests of what, what is known of them, how long the rest takes')
    .example('jbt run --json > report.json', 'for a machine')
    .example('jbt run --reporter junit=junit.xml --reporter github', 'files and annotations for a pipeline')
    .example(`jbt run --expect 'sharpe_ratio > 1' --expect 'share(net_profit > 0) >= 0.6'`, 'exit code 3 for a miss');
}
