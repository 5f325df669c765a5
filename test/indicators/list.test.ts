import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { indicatorsPage } from '../../docs/generate.ts';
import { INDICATORS } from './support/inputs.ts';

const FOLDER = new URL('../../src/indicators/', import.meta.url);

/** Files that hold no indicator. */
const TOOLS = ['index.ts', 'indicator.ts', 'parameters.ts', 'source.ts'];

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts') && !TOOLS.includes(file));
const page = readFileSync(new URL('../../docs/indicators.md', import.meta.url), 'utf8');
const exported = readFileSync(new URL('index.ts', FOLDER), 'utf8').trimEnd().split('\n');

function fileOf(name: string): string {
  return `${name.replaceAll(/[A-Z]|\d(?=Pole)/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
}

test('every file of the room is in the list, under its own name', () => {
  expect(INDICATORS.map(([name]) => fileOf(name)).sort()).toEqual([...files].sort());
  for (const [name] of INDICATORS) expect(exported.join('\n')).toContain(`'./${fileOf(name)}'`);
});

test('the list has every function of Jesse', () => {
  const recorded = JSON.parse(readFileSync(new URL('../golden/indicators.json', import.meta.url), 'utf8')) as {
    cases: readonly { indicator: string }[];
  };
  const names = new Set(INDICATORS.map(([name]) => fileOf(name).replace('.ts', '').replaceAll('-', '_')));
  expect(recorded.cases.map(({ indicator }) => indicator).filter((name) => !names.has(name))).toEqual([]);
  expect(INDICATORS.length).toBe(174);
});

test('the documentation is what npm run docs makes of the code', () => {
  expect(page).toBe(indicatorsPage());
});

describe.each(INDICATORS)('%s', (name, { spec }) => {
  test('is documented with its parameters, outputs, formula, source and difference from Jesse', () => {
    const section = page.split('\n## ').find((each) => each.startsWith(`${name}\n`)) ?? '';
    for (const part of [...Object.keys(spec.parameters), ...spec.outputs]) expect(section).toContain(part);
    for (const part of [spec.formula ?? '', spec.source ?? '', spec.differs ?? ''])
      expect(section).toContain(part.replaceAll('*', '\\*'));
  });
});
