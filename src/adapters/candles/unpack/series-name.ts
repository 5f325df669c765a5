/** `BTCUSDT-1m` for `data/BTCUSDT-1m-2023-08.csv.gz`: the name without folder, date and endings. */
export function seriesOf(fileName: string): string {
  const stem = baseName(fileName).replace(ENDINGS, '');
  return stem.replaceAll(DATES, '').replace(/^[-_. ]+|[-_. ]+$/g, '') || stem.replaceAll(/\d/g, '0');
}

const ENDINGS = /(?:\.(?:csv|tsv|txt|json|jsonl|ndjson|parquet|feather|arrow|zip|gz))+$/i;

/** Years, months and days, with signs between them or without. */
const DATES = /[-_. ]*(?<!\d)(?:19|20)\d{2}(?:[-_.]?\d{2}){0,2}(?!\d)(?:[-_. ]?Q[1-4])?/g;

/** Returns the part of a path behind its folders. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const MOST_NAMED = 8;

/** Lists names for a message, the first few of many. */
export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, MOST_NAMED).join(', ');
  return names.length > MOST_NAMED ? `${listed} and ${names.length - MOST_NAMED} more` : listed;
}
