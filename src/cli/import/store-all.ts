import { type CandleFile, type CandleFileOptions, DEFAULT_OPTIONS } from '../../adapters/candles/file.ts';
import type { MarketImport, Merged } from '../../adapters/candles/lmdb/store.ts';
import { readCandleFiles } from '../../adapters/candles/unpack/unpack.ts';
import { CANDLE_READERS } from './readers.ts';

/** Stores all files as they are read, or none when one is refused. */
export async function storeAll(importing: MarketImport, files: AsyncIterable<CandleFile>): Promise<Merged> {
  try {
    for await (const file of files) importing.add(file);
    return importing.finish();
  } catch (error) {
    importing.abandon();
    throw error;
  }
}

/** Reads files one after the other; `name` is theirs in messages. */
export async function* readEach(
  files: Iterable<{ readonly path: string; readonly name: string }>,
  options: CandleFileOptions = DEFAULT_OPTIONS,
): AsyncGenerator<CandleFile> {
  for (const { path, name } of files) yield* readCandleFiles(CANDLE_READERS, path, name, options);
}
