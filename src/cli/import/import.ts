import { resolve } from 'node:path';
import type { CandleFile, CandleFileOptions } from '../../adapters/candles/file.ts';
import { checksumNote } from '../../adapters/candles/unpack/checksum.ts';
import { summaryOf } from '../../run/plan/stored.ts';
import { formatCount } from '../../run/text/numbers.ts';
import { printable } from '../../run/text/plain.ts';
import type { Command, Io } from '../command.ts';
import { say } from '../process/say.ts';
import { withStorage } from '../storage.ts';
import { type ImportAnswer, importJson, importText } from './answer.ts';
import { refuseSimilarExchange } from './exchange-name.ts';
import { addImportOptions, type ImportSettings, readSettings, refuseDash } from './options.ts';
import { sourcesOf } from './sources.ts';
import { readEach, storeAll } from './store-all.ts';

/** `jbt import`: puts candle files into the candle store, all of them or none. */
export const command: Command = {
  build: addImportOptions,
  async run(options, io) {
    refuseDash(io.argv);
    const chosen = readSettings(options);
    if (!chosen.newExchange) await refuseSimilarExchange(chosen.market.exchange, io);
    const answer = await withStorage(io, async ({ candles }): Promise<ImportAnswer> => {
      const { market, gaps, replace, timeframe } = chosen;
      const importing = candles.begin(market, { gaps, conflicts: replace ? 'replace' : 'refuse', timeframe });
      const merged = await storeAll(importing, filesOf(chosen, io));
      return { market, merged, stored: summaryOf(market, candles.markets(), 'candle store') };
    });
    if (chosen.json) io.stdout.write(importJson(answer));
    else say(io.stdout, importText(answer));
    return 0;
  },
};

/** Reads all files one after the other, and shows on a terminal how far it is. */
async function* filesOf(chosen: ImportSettings, { cwd, stderr }: Io): AsyncGenerator<CandleFile> {
  const show = (text: string) => stderr.isTTY && stderr.write(`\r\u001b[2K${printable(text)}`);
  const sources = sourcesOf(chosen.files, cwd);
  try {
    for (const [index, name] of sources.entries()) {
      const reading = `reading ${index + 1} of ${sources.length}: ${name}`;
      show(reading);
      const onRows = seldom((rows, share) => show(`${reading}, ${formatCount(rows)} rows${percent(share)}`));
      yield* readSource(resolve(cwd, name), name, optionsOf(chosen, onRows));
    }
  } finally {
    show('');
  }
}

async function* readSource(path: string, name: string, options: CandleFileOptions): AsyncGenerator<CandleFile> {
  const note = await checksumNote(path, name);
  for await (const file of readEach([{ path, name }], options)) {
    yield note === null ? file : { ...file, notes: [...file.notes, note] };
  }
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
