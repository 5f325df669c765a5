// The parts of docs/batch.md that follow from the settings; npm run docs writes them.
import { ROUTE_FLAGS } from '../src/cli/run/batch-flags.ts';
import { SETTINGS } from '../src/run/batch/flags.ts';
import { pathText } from '../src/run/batch/problems.ts';

/** The page with its tables made anew. */
export function batchPage(page: string): string {
  return [
    { name: 'settings', table: settingsTable() },
    { name: 'route flags', table: routeFlagsTable() },
  ].reduce((text, { name, table }) => replaced(text, name, table), page);
}

function settingsTable(): string {
  const rows = SETTINGS.map(({ path, row }) => {
    return [code(pathText(path)), row.describe, row.defaultText, row.flag === null ? '' : code(`--${row.flag}`)];
  });
  return table([['key', 'value', 'default', 'flag'], ...rows]);
}

function routeFlagsTable(): string {
  return table([['flag', ''], ...Object.entries(ROUTE_FLAGS).map(([flag, row]) => [code(`--${flag}`), row.describe])]);
}

function replaced(page: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- end of ${name} -->`];
  const [before, rest = ''] = page.split(begin);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`docs/batch.md has no place for ${name}`);
  return `${before}${begin}\n\n${content}\n\n${end}${after}`;
}

function table([head, ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function code(text: string): string {
  return `\`${text}\``;
}
