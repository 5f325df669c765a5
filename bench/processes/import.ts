import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEFAULT_OPTIONS } from '../../src/adapters/candles/file.ts';
import { readCandleFiles } from '../../src/adapters/candles/unpack/unpack.ts';
import { CANDLE_READERS } from '../../src/cli/import/readers.ts';
import { main } from '../../src/cli/main.ts';

/** Costs of one file, in a process of its own. */
export interface ImportCosts {
  readonly milliseconds: number;
  readonly peakBytes: number;
}

export type ImportAction = 'scan' | 'read' | 'import';

const LINE_END = 10;
const ACTIONS: Readonly<Record<string, () => Promise<void>>> = { scan, read, import: importIt };

const [action, file] = process.argv.slice(2);
const started = performance.now();
await ACTIONS[action]();
const costs: ImportCosts = {
  milliseconds: performance.now() - started,
  peakBytes: process.resourceUsage().maxRSS * 1_024,
};
console.log(JSON.stringify(costs));

/** Reads every byte once and finds the ends of lines: the limit. */
async function scan(): Promise<void> {
  const bytes = readFileSync(file);
  let lines = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === LINE_END) lines++;
  if (lines === 0) throw new Error(`${file} has no lines`);
}

/** Reads and checks the rows, and stores nothing. */
async function read(): Promise<void> {
  for await (const part of readCandleFiles(CANDLE_READERS, resolve(file), file, DEFAULT_OPTIONS)) {
    if (part.rows.minutes.length === 0) throw new Error(`${file} has an empty part`);
  }
}

/** Runs the whole command. */
async function importIt(): Promise<void> {
  const argv = ['import', file, '--market', 'Bench:BTC-USDT'];
  const { stderr } = process;
  const code = await main({ cwd: process.cwd(), argv, env: {}, stdout: stderr, stderr });
  if (code !== 0) throw new Error(`the import ended with ${code}`);
}
