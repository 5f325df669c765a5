import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS, metricConventions } from '../../src/metrics/index.ts';

const DOCUMENT = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

/** Rows of the table whose header begins with the given cell. */
function rowsUnder(firstHeader: string): string[] {
  const table = DOCUMENT.split('\n\n').find((block) => block.includes(`| ${firstHeader} |`)) ?? '';
  return table
    .slice(table.indexOf(`| ${firstHeader} |`))
    .split('\n')
    .slice(2)
    .filter((line) => line !== '');
}

/** Escapes bars, which would end a cell of the table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

describe('docs/metrics.md', () => {
  it('lists every metric as the code describes it', () => {
    const rows = METRICS.map(
      ({ name, title, unit, better, formula, source }) =>
        `| ${[`\`${name}\``, title, unit, better, formula, source].map(cell).join(' | ')} |`,
    );
    expect(rowsUnder('name')).toEqual(rows);
  });

  it("lists every switch between the correct and Jesse's values", () => {
    const switches = rowsUnder('switch').map((row) => row.split('`')[1]);
    expect(switches).toEqual(Object.keys(metricConventions(true)));
  });
});
