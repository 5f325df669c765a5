// npm run demo: imports the bundled candles and plays examples/jbt.yaml. `npm ci` has built jbt; a changed one is built anew.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const JBT = join(ROOT, 'dist/bin/jbt.js');

const NEXT = `
Next:
  npx jbt report --sort sharpe_ratio --top 20   the same run in another order
  npx jbt run examples/jbt.yaml                 the same again: all 45 results come from the cache
  examples/jbt.yaml, examples/strategies/       what was played; change a number and run it again
  npx jbt init ../lab                           a project of your own, with a strategy and its test
  docs/tutorial.md                              from there to a compared sweep, step by step
`;

function newestIn(folder: string): number {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return Math.max(...names.map((name) => statSync(join(ROOT, folder, name)).mtimeMs));
}

function isBuilt(): boolean {
  return existsSync(JBT) && Math.max(...['src', 'bin', 'workers'].map(newestIn)) < statSync(JBT).mtimeMs;
}

/** Runs a step; a failed one ends the demo with its output. */
function runStep(command: string, argv: readonly string[], output: 'shown' | 'hidden'): void {
  const stdio = output === 'shown' ? 'inherit' : 'pipe';
  const { status, stdout, stderr } = spawnSync(command, argv, { cwd: ROOT, stdio, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  process.exit(status ?? 1);
}

if (!isBuilt()) {
  console.log('building jbt ...');
  runStep('npm', ['run', '--silent', 'build'], 'hidden');
}
for (const name of ['FIL', 'NEAR']) {
  const files = ['08', '09'].map((month) => `examples/candles/${name}USDT-1m-2023-${month}.csv.gz`);
  const market = `Binance Perpetual Futures:${name}-USDT`;
  console.log(`importing ${market}, August and September 2023`);
  runStep(process.execPath, [JBT, 'import', '--market', market, ...files], 'hidden');
}
runStep(process.execPath, [JBT, 'run', 'examples/jbt.yaml'], 'shown');
console.log(NEXT);
