import * as z from 'zod';
import { findRun, readStoredRun } from '../../../adapters/runs/stored-run.ts';
import { JbtError } from '../../../model/errors.ts';
import type { Command, Io } from '../../command.ts';
import { homeOf } from '../../home.ts';
import { addOptions, flagOption, readOptions, readValues, valueOption } from '../../options.ts';
import { EXIT } from '../../process/exit.ts';
import { say } from '../../process/say.ts';
import { tolerance } from '../../run/options.ts';
import { comparisonText } from './answer.ts';
import { checkBaseline } from './check.ts';
import { type Comparison, hasDrift } from './drift.ts';
import { saveBaseline } from './save.ts';

const positionals = z.object({
  action: z.enum(['save', 'check'], { error: 'save or check' }),
  file: z.coerce.string().min(1, { error: 'a file' }).default('baseline.ndjson'),
});

const BASELINE_OPTIONS = {
  run: valueOption(z.string({ error: 'given once' }), null, {
    describe: 'id of a run, or its beginning',
    defaultText: 'the newest',
  }),
  tolerance,
  json: flagOption('print the differences as one JSON document'),
};

/** `jbt baseline`: keeps the results of a run, and tells what later runs changed. */
export const command: Command = {
  build: (yargs) =>
    addOptions(yargs, BASELINE_OPTIONS)
      .positional('action', { type: 'string', describe: 'save or check' })
      .positional('file', { type: 'string', describe: 'file of the baseline; default: baseline.ndjson' })
      .example('jbt baseline save', 'keep the results of the newest run in baseline.ndjson')
      .example('jbt baseline check', 'compare the newest run with it; exit code 3 on drift')
      .example('jbt baseline check --tolerance 0.01', 'allow other trades while each metric stays within 1 %'),
  async run(options, io) {
    const settings = readOptions(BASELINE_OPTIONS, options);
    const { action, file } = readValues(positionals, options, ['action', 'file']);
    const { runs } = homeOf(io);
    const run = readStoredRun(runs, findRun(runs, settings.run));
    switch (action) {
      case 'save':
        if (settings.json || settings.tolerance !== null)
          throw new JbtError('InvalidOption', '--json and --tolerance go with jbt baseline check');
        return saveBaseline(file, run, io);
      case 'check': {
        const comparison = await checkBaseline(file, run, settings.tolerance, io);
        printComparison(comparison, settings.json, io);
        return hasDrift(comparison) ? EXIT.unmet : 0;
      }
    }
  },
};

function printComparison(comparison: Comparison, asJson: boolean, { stdout }: Io): void {
  if (asJson) stdout.write(`${JSON.stringify({ format: 1, ...comparison }, null, 2)}\n`);
  else say(stdout, `${comparisonText(comparison)}\n`);
}
