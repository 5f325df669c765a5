import { csvReader } from '../../adapters/candles/csv/csv.ts';
import type { CandleFileReader } from '../../adapters/candles/file.ts';

/** Every reader of candle files. The first that recognises a file reads it; CSV comes last and takes any file. */
export const CANDLE_READERS: readonly CandleFileReader[] = [csvReader];
