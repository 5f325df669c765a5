import { parse } from 'csv-parse/sync';

const DELIMITERS = [',', ';', '\t'] as const;

/** Finds the delimiter that occurs most often in the first line. */
export function delimiterOf(text: string): string {
  const [line] = text.split('\n', 1);
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** Cuts each line into one row, so that line numbers hold. Line ends within quotes are not supported. */
export function parseQuoted(text: string, delimiter: string): string[][] {
  return parse(text.endsWith('\n') ? text : `${text}\n`, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n'],
  });
}
