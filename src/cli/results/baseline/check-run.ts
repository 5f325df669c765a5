import { resolve } from 'node:path';
import { readStoredRun } from '../../../adapters/runs/stored-run.ts';
import { homeOf } from '../../home.ts';
import { EXIT } from '../../process/exit.ts';
import { say } from '../../process/say.ts';
import type { BaselineCheck } from '../../run/baseline.ts';
import { comparisonText } from './answer.ts';
import { readBaseline } from './baseline-file.ts';
import { checkBaseline } from './check.ts';
import { hasDrift } from './drift.ts';

export const refuseUnreadable: BaselineCheck['refuseUnreadable'] = (file, io) => {
  readBaseline(resolve(io.cwd, file));
};

/** Standard error takes the text: standard output has the report. */
export const checkRun: BaselineCheck['checkRun'] = async (id, file, tolerance, io) => {
  const comparison = await checkBaseline(file, readStoredRun(homeOf(io).runs, id), tolerance, io);
  say(io.stderr, `${comparisonText(comparison)}\n`);
  return hasDrift(comparison) ? EXIT.unmet : 0;
};
