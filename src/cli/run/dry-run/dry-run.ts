import { say } from '../../process/say.ts';
import type { Invocation } from '../play.ts';
import { dryRunJson, dryRunText } from './answer.ts';
import { planDryRun } from './plan.ts';

/** Prints what `jbt run` would do, without playing anything or beginning a run. */
export async function showDryRun(invocation: Invocation): Promise<void> {
  const { prepared, settings, io } = invocation;
  const dryRun = await planDryRun(invocation);
  if (settings.json) io.stdout.write(dryRunJson(prepared, dryRun));
  else say(io.stdout, dryRunText(prepared, dryRun));
}
