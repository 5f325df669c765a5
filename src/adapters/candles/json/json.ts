import { JbtError } from '../../../model/errors.ts';
import type { CandleContent, CandleFileReader } from '../file.ts';
import { type Row, readRows } from '../table/read-rows.ts';
import { readLineBlocks } from '../unpack/lines.ts';
import { readWhole } from '../unpack/whole.ts';
import { isRecord, rowOf, type Series, seriesIn } from './series.ts';

/** JSON of exchanges, ccxt, freqtrade and pandas, or one row a line. */
export const jsonReader: CandleFileReader = {
  format: 'JSON',
  recognises: (start) => /^(?:\ufeff)?\s*(?:\[\s*[[{\]]|\[\s*"?-?\d|\{\s*["}])/.test(start.toString()),
  async *read(content, options) {
    const first = firstLine(content.start);
    if (first !== null) {
      yield* readRows(content.name, namesOf(first), lineBatches(content, namesOf(first)), options);
      return;
    }
    const { names, rows } = seriesOf(await parse(content), content.name);
    yield* readRows(content.name, names, [rows], options);
  },
};

/** Returns the row on the first line of a file that has one row a line; null for any other JSON. */
function firstLine(start: Buffer): readonly unknown[] | Readonly<Record<string, unknown>> | null {
  const [line, second] = start
    .toString()
    .replace(/^\ufeff/, '')
    .split('\n', 2);
  if (second === undefined) return null;
  const row = tryParse(line);
  const isRow = Array.isArray(row) ? row.length > 0 && !row.some((cell) => typeof cell === 'object') : isRecord(row);
  return isRow && (Array.isArray(row) || isRecord(row)) ? row : null;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function namesOf(row: readonly unknown[] | Readonly<Record<string, unknown>>): readonly string[] | null {
  return isRecord(row) ? Object.keys(row) : null;
}

async function* lineBatches(content: CandleContent, names: readonly string[] | null): AsyncGenerator<readonly Row[]> {
  let line = 0;
  for await (const block of readLineBlocks(content)) {
    const texts = block.toString().trimEnd().split('\n');
    yield texts.map((text) => {
      line += 1;
      const row = rowOf(tryParse(text), names);
      if (row === null) throw new JbtError('InvalidCandles', `${content.name} line ${line}: there is no row of JSON`);
      return row;
    });
  }
}

/** JavaScript holds no longer text. */
const MOST_BYTES = 500e6;

async function parse(content: CandleContent): Promise<unknown> {
  const bytes = await readWhole(content, MOST_BYTES);
  try {
    return JSON.parse(bytes.toString().replace(/^\ufeff/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new JbtError('InvalidCandles', `${content.name} is JSON that ends too early or is damaged (${reason})`);
  }
}

function seriesOf(value: unknown, name: string): Series {
  const found = seriesIn(value);
  const [first] = found;
  if (first === undefined) throw new JbtError('InvalidCandles', `${name} is JSON without rows of candles`);
  if (found.length > 1) {
    const keys = found.map(({ key }) => key).join(', ');
    throw new JbtError(
      'InvalidCandles',
      `${name} holds several series, ${keys}; an import has one market: split the file`,
    );
  }
  return first;
}
