import { arrowReader } from '../../adapters/candles/arrow/arrow.ts';
import { csvReader } from '../../adapters/candles/csv/csv.ts';
import type { CandleFileReader } from '../../adapters/candles/file.ts';
import { foreignReader } from '../../adapters/candles/foreign/foreign.ts';
import { jsonReader } from '../../adapters/candles/json/json.ts';
import { parquetReader } from '../../adapters/candles/parquet/parquet.ts';

/** Every reader of candle files. The first that recognises a file reads it; CSV comes last and takes any file. */
export const CANDLE_READERS: readonly CandleFileReader[] = [
  parquetReader,
  arrowReader,
  jsonReader,
  foreignReader,
  csvReader,
];
