import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { strategyPage } from '../../../docs/strategy-page.ts';

const PAGE = readFileSync('docs/strategy.md', 'utf8');

it('docs/strategy.md lists the strategy as its types declare it; npm run docs writes it anew', () => {
  expect(PAGE).toBe(strategyPage());
});

it('docs/strategy.md explains each hook and each property', () => {
  const rows =
    PAGE.split('## Functions')[0]
      .split('## IndicatorColumn')[0]
      .match(/^\| `.*$/gm) ?? [];
  expect(rows.length).toBeGreaterThan(90);
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});
