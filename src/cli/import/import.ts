import { resolve } from 'node:path';
import type { CandleFile, CandleFileOptions } from '../../adapters/candles/file.ts';
import { checksumNote } from '../../adapters/candles/unpack/checksum.ts';
import { readCandleFiles } from '../../adapters/candles/unpack/unpack.ts';
import { summaryOf } from '../../run/plan/stored.ts';
import { formatCount } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import type { Command, Io } from '../command.ts';
import { say } from '../say.ts';
import { withStorage } from '../storage.ts';
import { type ImportAnswer, importJson, importText } from './answer.ts';
import { refuseSimilarExchange } from './exchange-name.ts';
import { refuseLongerFiles } from './longer.ts';
import { addImportOptions, type ImportSettings, readSettings, refuseDash } from './options.ts';
import { CANDLE_READERS } from './readers.ts';
import { sourcesOf } from './sources.ts';

/** `jbt import`: puts candle files into the candle store, all of them or none. */
export const command: Command = {
  build: addImportOptions,
  async run(options, io) {
    refuseDash(io.argv);
    const chosen = readSettings(options);
    if (!chosen.newExchange) await refuseSimilarExchange(chosen.market.exchange, io);
    const files = await readFiles(chosen, io);
    const answer = await withStorage(io, ({ candles }): ImportAnswer => {
      const { market, gaps, replace } = chosen;
      const between = gaps === 'fill' ? 'fill' : 'leave';
      const merged = candles.put(market, files, between, replace ? 'replace' : 'refuse');
      return { market, files, merged, stored: summaryOf(market, candles.markets(), 'candle store') };
    });
    if (chosen.json) io.stdout.write(importJson(answer));
    else say(io.stdout, importText(answer));
    return 0;
  },
};

/** Candles of all files, sorted by time. */
async function readFiles(chosen: ImportSettings, { cwd, stderr }: Io): Promise<readonly CandleFile[]> {
  const show = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[2K${printable(text)}`);
  const sources = sourcesOf(chosen.files, cwd);
  const files: CandleFile[] = [];
  try {
    for (const [index, name] of sources.entries()) {
      const reading = `reading ${index + 1} of ${sources.length}: ${name}`;
      show(reading);
      const onRows = seldom((rows, share) => show(`${reading}, ${formatCount(rows)} rows${percent(share)}`));
      files.push(...(await readSource(resolve(cwd, name), name, optionsOf(chosen, onRows))));
    }
  } finally {
    show('');
  }
  refuseLongerFiles(files);
  return files.sort((a, b) => a.candles.start - b.candles.start);
}

async function readSource(path: string, name: string, options: CandleFileOptions): Promise<readonly CandleFile[]> {
  const note = await checksumNote(path, name);
  const files = await readCandleFiles(CANDLE_READERS, path, name, options);
  return note === null ? files : files.map((file) => ({ ...file, notes: [...file.notes, note] }));
}

type OnRows = NonNullable<CandleFileOptions['onRows']>;

function optionsOf(chosen: ImportSettings, onRows: OnRows): CandleFileOptions {
  const stamp = { 'is-open': 'open', 'is-close': 'close' } as const;
  return {
    ...chosen,
    dateOrder: chosen.timeFormat,
    stamp: chosen.time === null ? null : stamp[chosen.time],
    onRows,
  };
}

function percent(share: number | null): string {
  return share === null ? '' : `, ${Math.floor(share * 100)} %`;
}

/** Passes on at most one call in so many milliseconds, because a terminal takes longer than a block of rows. */
function seldom(tell: OnRows): OnRows {
  let toldAt = performance.now();
  return (rows, share) => {
    if (performance.now() - toldAt < REDRAW_MS) return;
    toldAt = performance.now();
    tell(rows, share);
  };
}

const REDRAW_MS = 100;
