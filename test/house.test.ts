import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** The rooms by floor; the first folder that holds a file is its room. `src/index.ts` is the front door. */
const FLOORS: readonly (readonly [room: string, floor: number])[] = [
  ['src/model', 0],
  ['src/indicators', 1],
  ['src/metrics', 1],
  ['src/engine', 2],
  ['src/run', 3],
  ['src/adapters', 4],
  ['src/dashboard', 4],
  ['src/cli', 5],
  ['src/node', 6],
  ['src/play.ts', 5],
  ['src/index.ts', 5],
  ['workers', 5],
  ['bin', 5],
];

/** Folders of the adapters that serve one port each; the others wrap a library and know no port. */
const PORT_ROOMS = [
  'batch-file',
  'blobs',
  'cache',
  'candles',
  'dashboard',
  'download',
  'executors',
  'mirrors',
  'reporters',
  'runs',
  'strategies',
];

/** Rooms whose files make up a single technology. */
const SINGLE_TECHNOLOGY_ROOMS = ['batch-file', 'mirrors', 'runs', 'strategies'];

/** Files and folders that every technology of their room may use; they themselves use none. */
const SHARED_IN_ROOM = [
  ...['source.ts', 'retry.ts'].map((name) => `download/${name}`),
  ...['file.ts', 'base', 'codecs', 'rows', 'table', 'time', 'unpack'].map((name) => `candles/${name}`),
  'executors/player',
];

/** Files of a technology's folder that others may import. A folder without a row shows the file of its own name. */
const FACES: Readonly<Record<string, readonly string[]>> = {
  'cache/lmdb': ['cache.ts', 'reader.ts'],
  'candles/lmdb': ['store.ts'],
  'candles/rows': ['rows.ts', 'minute-maker.ts'],
  'candles/table': ['table.ts', 'read-rows.ts'],
  'candles/unpack': ['unpack.ts', 'checksum.ts', 'lines.ts', 'series-name.ts', 'whole.ts'],
  'executors/bullmq': ['executor.ts', 'worker.ts'],
  'executors/piscina': ['executor.ts', 'thread.ts'],
  'executors/player': ['player.ts', 'impurity-watch.ts'],
  'reporters/redis': ['reporter.ts'],
};

const MOST_ENTRIES = 20;
/** One file an indicator: the list is the order. */
const LONG_LISTS = ['src/indicators'];

const PURE_FLOORS = [0, 1, 2, 3];
const LONGEST_FILE_LINES = 250;
const LONGEST_MEDIAN_LINES = 80;

interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Without comments and without the content of strings that are no imports. */
  readonly code: string;
  readonly room: string;
  readonly floor: number;
  /** Files of the house it imports, types included. */
  readonly imports: readonly string[];
}

function readSources(): readonly SourceFile[] {
  return ['src', 'workers', 'bin'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readSource(join(folder, name))),
  );
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<!:)\/\/.*$/gm, '');
  const [room, floor] = FLOORS.find(([name]) => path === name || path.startsWith(`${name}/`)) ?? [path, -1];
  return { path, text, code, room, floor, imports: importsOf(path, code) };
}

function importsOf(path: string, code: string): readonly string[] {
  const specifiers = [...code.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, specifier]) => specifier);
  return specifiers.map((specifier) => relative(ROOT, join(ROOT, dirname(path), specifier)));
}

const sources = readSources();
const byPath = new Map(sources.map((source) => [source.path, source]));
const edges = sources.flatMap((from) => from.imports.map((path) => ({ from, to: byPath.get(path), path })));

const adapterEdges = edges
  .filter(({ from, to }) => from.room === 'src/adapters' && to?.room === 'src/adapters')
  .map(({ from, path }) => ({ path, from: { ...adapterOf(from.path), path: from.path }, to: adapterOf(path) }));

/** Lines such as `src/run/a.ts imports src/cli/b.ts`, so that a failure names its place. */
function named(
  wrong: readonly { readonly from: { readonly path: string }; readonly path: string }[],
): readonly string[] {
  return wrong.map(({ from, path }) => `${from.path} imports ${path}`);
}

function findCycle(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] | null {
  const done = new Set<string>();
  const visit = (node: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(node)) return [...trail.slice(trail.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next, [...trail, node]);
      if (cycle !== null) return cycle;
    }
    done.add(node);
    return null;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node, []);
    if (cycle !== null) return cycle;
  }
  return null;
}

function graphOf(pairs: readonly (readonly [from: string, to: string])[]): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [from, to] of pairs) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}

/** Every import as one between two children, files or folders, of the nearest folder that holds both ends. */
function edgesOfSiblings(): readonly (readonly [from: string, to: string])[] {
  return edges.map(({ from, path }) => {
    const [here, there] = [from.path.split('/'), path.split('/')];
    const shared = here.findIndex((part, index) => part !== there[index]);
    return [here.slice(0, shared + 1).join('/'), there.slice(0, shared + 1).join('/')];
  });
}

function offences(floors: readonly number[], pattern: RegExp): readonly string[] {
  return sources
    .filter(({ floor }) => floors.includes(floor))
    .flatMap(({ path, code }) => [...code.matchAll(pattern)].map(([found]) => `${path}: ${found.trim()}`));
}

describe('the house', () => {
  it('has a room for every file', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter(({ floor }) => floor === -1).map(({ path }) => path)).toEqual([]);
  });

  it('holds every file that is imported', () => {
    expect(named(edges.filter(({ to }) => to === undefined))).toEqual([]);
  });

  it('imports only downwards', () => {
    expect(named(edges.filter(({ from, to }) => to !== undefined && to.floor > from.floor))).toEqual([]);
  });

  it('lets nothing import the command line, the workers, the executable or the front door', () => {
    const entrances = ['src/cli', 'workers', 'bin', 'src/index.ts'];
    const wrong = edges.filter(
      ({ from, to }) => to !== undefined && entrances.includes(to.room) && !mayEnter(from, to),
    );
    expect(named(wrong)).toEqual([]);
  });

  it('has no circle of files', () => {
    expect(findCycle(graphOf(edges.map(({ from, path }) => [from.path, path])))).toBeNull();
  });

  it('has no circle of folders, nor of folders and the files beside them', () => {
    expect(findCycle(graphOf(edgesOfSiblings()))).toBeNull();
  });

  it('has port rooms that do not know one another', () => {
    const wrong = adapterEdges.filter(({ from, to }) => to.room !== from.room && PORT_ROOMS.includes(to.room));
    expect(named(wrong)).toEqual([]);
  });

  it('has technologies that do not know the ones beside them, and shared files that know none', () => {
    const within = adapterEdges.filter(({ from, to }) => to.room === from.room && isDivided(to.room));
    const wrong = within.filter(({ from, to }) => from.technology !== to.technology && !isShared(to));
    expect(named(wrong)).toEqual([]);
  });

  it('opens only the face of a technology to the outside', () => {
    const entering = edges.filter(({ from, path }) => isInFolder(path) && dirname(from.path) !== dirname(path));
    expect(entering.length).toBeGreaterThan(10);
    expect(named(entering.filter(({ path }) => !facesOf(dirname(path)).includes(basename(path))))).toEqual([]);
  });

  it('has at most twenty entries in a folder', () => {
    const folders = [...new Set(sources.map(({ path }) => dirname(path)))].filter((path) => path.startsWith('src'));
    const entries = folders.map((path) => ({ path, count: readdirSync(join(ROOT, path)).length }));
    expect(entries.filter(({ path, count }) => count > MOST_ENTRIES && !LONG_LISTS.includes(path))).toEqual([]);
  });

  it('names every room in src/README.md', () => {
    const map = readFileSync(join(ROOT, 'src/README.md'), 'utf8');
    const folders = new Set(
      sources.map(({ path }) => dirname(path)).filter((path) => path !== 'src' && path !== 'bin'),
    );
    const rooms = [...folders].map((path) => `${path.replace(/^src\//, '')}/`);
    expect(rooms.filter((room) => !map.includes(`\`${room}\``))).toEqual([]);
  });

  it('names only files that exist in src/README.md', () => {
    const map = readFileSync(join(ROOT, 'src/README.md'), 'utf8');
    const paths = [...map.matchAll(/`((?:[\w-]+\/)+[\w-]+\.ts)`/g)].map(([, path]) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, 'src', path)) && !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('knows no clock and no chance below the adapters', () => {
    expect(offences(PURE_FLOORS, /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.now\b/g)).toEqual([]);
  });

  it('compiles without the types of Node and of browsers below the adapters', () => {
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout, status } = spawnSync(compiler, ['-p', 'tsconfig.pure.json'], { cwd: ROOT, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(offences(PURE_FLOORS, /from 'node:[^']+'/g)).toEqual([]);
  });

  it('keeps no state in modules', () => {
    const everywhere = [...new Set(FLOORS.map(([, floor]) => floor))];
    expect(offences(everywhere, /^(?:export )?(?:let|var) .*$/gm)).toEqual([]);
    expect(offences(everywhere, /^(?:export )?const \w+ = new (?:Weak)?(?:Map|Set)\(\s*\).*$/gm)).toEqual([]);
    expect(offences(everywhere, /^(?:export )?const \w+(?:: (?!readonly)[^=]*\[\])? = \[\];$/gm)).toEqual([]);
  });

  it('has no file that is too long, and half of them short', () => {
    const lengths = sources.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > LONGEST_FILE_LINES)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(LONGEST_MEDIAN_LINES);
  });
});

/** The executable starts the command line, whose files know each other, as the workers' do. */
function mayEnter(from: SourceFile, to: SourceFile): boolean {
  return from.room === to.room || (['bin', 'src/node'].includes(from.room) && to.room === 'src/cli');
}

interface Adapter {
  /** `candles` for `src/adapters/candles/csv/layout.ts`. */
  readonly room: string;
  /** `csv` for the same, `file.ts` for `src/adapters/candles/file.ts`. */
  readonly technology: string;
}

function adapterOf(path: string): Adapter {
  const [, , room, technology] = path.split('/');
  return { room, technology };
}

function isDivided(room: string): boolean {
  return PORT_ROOMS.includes(room) && !SINGLE_TECHNOLOGY_ROOMS.includes(room);
}

function isShared({ room, technology }: Adapter): boolean {
  return SHARED_IN_ROOM.includes(`${room}/${technology}`);
}

/** True for a file in a folder of a port room: `src/adapters/candles/csv/layout.ts`. */
function isInFolder(path: string): boolean {
  return /^src\/adapters\/[^/]+\/[^/]+\/./.test(path);
}

function facesOf(folder: string): readonly string[] {
  return FACES[folder.replace('src/adapters/', '')] ?? [`${basename(folder)}.ts`];
}
