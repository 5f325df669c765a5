import { runBenches } from './harness/run.ts';

process.exitCode = await runBenches(process.argv.slice(2));
