import type { Argv } from 'yargs';
import * as z from 'zod';
import { usableCores } from '../../../adapters/system/cores.ts';
import { marketKey } from '../../../model/market.ts';
import { candleNeeds, loadNeeds } from '../../../run/plan/candle-needs.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { addOptions, flagOption, readOptions, readValues, valueOption } from '../../options.ts';
import { EXIT } from '../../process/exit.ts';
import { say } from '../../process/say.ts';
import { addBatchFlags } from '../../run/batch-flags.ts';
import { batchOfRun } from '../../run/batch-of-run.ts';
import { wholeFromOne } from '../../run/options.ts';
import { type Prepared, prepareRun } from '../../run/prepare.ts';
import { withStorage } from '../../storage.ts';
import { limited } from '../drift/text.ts';
import type { CheckedBatch, CheckReport } from './finding.ts';
import { checkLookAhead } from './look-ahead.ts';
import { checkWarmUp, storedStart, withEarlierCandles } from './warm-up.ts';

const positionals = z.object({ kind: z.enum(['lookahead', 'warmup'], { error: 'lookahead or warmup' }) });

const DEFAULT_CUTS = 12;

const CHECK_OPTIONS = {
  cuts: valueOption(wholeFromOne, DEFAULT_CUTS, {
    describe: 'with lookahead: decisions of each backtest at which its future ends',
    defaultText: String(DEFAULT_CUTS),
  }),
  parallel: valueOption(wholeFromOne, null, { describe: 'worker threads', defaultText: 'the cores jbt may use' }),
  json: flagOption('print one JSON document'),
};

/** `jbt check`: plays a batch on other futures, or with longer warm-ups, and compares the orders. */
export const command: Command = {
  build: (yargs: Argv) =>
    addOptions(addBatchFlags(yargs), CHECK_OPTIONS)
      .positional('kind', { type: 'string', describe: 'lookahead or warmup' })
      .example('jbt check lookahead', 'does an order of the batch depend on later candles? exit code 3 if so')
      .example('jbt check warmup jbt.yaml', 'do the orders change with a longer warm-up?'),
  async run(options, io) {
    const { cuts, parallel, json } = readOptions(CHECK_OPTIONS, options);
    const { kind } = readValues(positionals, options, ['kind']);
    const settings = { timeout: null, stall: null, shard: null };
    const prepared = await prepareRun(() => batchOfRun(options, io.cwd), settings, homeOf(io), io);
    for (const warning of prepared.plan.warnings) say(io.stderr, `warning: ${warning}\n`);
    const batch = batchOf(prepared, parallel ?? usableCores());
    const report = kind === 'lookahead' ? await checkLookAhead(batch, cuts) : await warmUps(batch, io);
    if (json) io.stdout.write(`${JSON.stringify({ format: 1, check: kind, ...report }, null, 2)}\n`);
    else say(io.stdout, `${textOf(report)}\n`);
    if (report.findings.some((finding) => finding.kind === 'finding')) return EXIT.unmet;
    return report.findings.length > 0 ? EXIT.failed : 0;
  },
};

function batchOf({ plan, candles, bundle }: Prepared, threads: number): CheckedBatch {
  // Values that strategies keep are computed anew: one play must not help another.
  return { jobs: [...plan.jobs], shared: { candles, bundles: bundle.urls, values: null, debug: null }, threads };
}

/** Loads the earlier candles that longer warm-ups need. */
async function warmUps(batch: CheckedBatch, io: Io): Promise<CheckReport> {
  return withStorage(io, ({ candles: store }) => {
    const ranges = new Map(store.markets().map(({ market, ranges }) => [marketKey(market) as string, ranges]));
    const startOf = (job: CheckedBatch['jobs'][number]) => storedStart(job, (market) => ranges.get(market) ?? []);
    const earlier = batch.jobs.map((job) => withEarlierCandles(job, startOf(job)));
    const candles = loadNeeds(candleNeeds(earlier), store);
    return checkWarmUp({ ...batch, shared: { ...batch.shared, candles } }, startOf);
  });
}

function textOf({ findings, summary }: CheckReport): string {
  return [...limited(findings, ({ job, lines }) => [job, ...lines.map((line) => `  ${line}`)]), summary].join('\n');
}
