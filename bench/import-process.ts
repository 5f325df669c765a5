import { resolve } from 'node:path';
import { readCandleFiles } from '../src/adapters/candles/file.ts';
import { CANDLE_READERS } from '../src/cli/import/readers.ts';
import { main } from '../src/cli/main.ts';

/** Costs of one file, in a process of its own. */
export interface ImportCosts {
  readonly milliseconds: number;
  readonly peakBytes: number;
}

const [action, file] = process.argv.slice(2);
const started = performance.now();
if (action === 'read') await read();
else await importIt();
const costs: ImportCosts = {
  milliseconds: performance.now() - started,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
};
console.log(JSON.stringify(costs));

/** Reads and checks the rows, and stores nothing. */
async function read(): Promise<void> {
  await readCandleFiles(CANDLE_READERS, resolve(file), file, { gaps: 'refuse', timeUnit: null, columns: null });
}

/** Runs the whole command. */
async function importIt(): Promise<void> {
  const argv = ['import', file, '--market', 'Bench:BTC-USDT'];
  const { stderr } = process;
  const code = await main({ cwd: process.cwd(), argv, env: {}, stdout: stderr, stderr });
  if (code !== 0) throw new Error(`the import ended with ${code}`);
}
