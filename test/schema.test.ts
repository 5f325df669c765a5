import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');

const schema = JSON.parse(readFileSync(join(ROOT, 'docs/jbt.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);

interface Example {
  readonly place: string;
  readonly text: string;
}

/** Batch files among the examples, and whole batches in the pages. */
function examples(): readonly Example[] {
  const files = ['examples/jbt.yaml', 'examples/project/jbt.yaml'].map((place) => ({
    place,
    text: readFileSync(join(ROOT, place), 'utf8'),
  }));
  const pages = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
    name.endsWith('.md'),
  );
  const blocks = pages.flatMap((place) => {
    const text = readFileSync(join(ROOT, place), 'utf8');
    return Array.from(text.matchAll(/^```yaml\n([\s\S]*?)^```/gm), ([, block], index) => ({
      place: `${place}, block ${index + 1}`,
      text: block,
    }));
  });
  return [...files, ...blocks.filter(({ text }) => /^backtests:/m.test(text) && text.includes('strategies'))];
}

describe('docs/jbt.schema.json', () => {
  it.each(examples().map(({ place, text }) => [place, text]))('accepts the batch of %s', (_, text) => {
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each([
    ['an unknown key', { backtests: [{ symbol: 'A-B' }] }],
    ['no backtests', {}],
    ['a fee that is text', { exchange: { name: 'x', fee: 'much' }, backtests: [{ strategies: 'a' }] }],
  ])('refuses %s', (_, batch) => {
    expect(validate(batch)).toBe(false);
  });
});
