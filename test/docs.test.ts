import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'src/README.md', 'bench/README.md', ...pagesOf('docs')];

function pagesOf(folder: string): readonly string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return entries.filter((entry) => entry.endsWith('.md')).map((entry) => join(folder, entry));
}

function linksOf(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => !/^[a-z]+:/.test(link));
}

/** Names that links may end in, as GitHub makes them of headings. */
function anchorsOf(page: string): readonly string[] {
  const headings = readFileSync(join(ROOT, page), 'utf8').match(/^#+ .*$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

it.each(PAGES)('the links of %s lead to a file and a heading that exist', (page) => {
  const broken = linksOf(page).filter((link) => {
    const [path, anchor] = link.split('#', 2);
    const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor);
  });
  expect(broken).toEqual([]);
});

it('the index of the documentation names every page', () => {
  const named = linksOf('docs/README.md');
  const pages = pagesOf('docs').map((page) => relative('docs', page));
  expect(pages.filter((page) => page !== 'README.md' && !named.includes(page))).toEqual([]);
});
