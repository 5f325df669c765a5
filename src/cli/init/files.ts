import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OWN_PACKAGE, PACKAGE_NAMES } from '../../adapters/system/package.ts';

/** Files of a new project beside `package.json`, and where the package has them. */
const COPIED: Readonly<Record<string, string>> = {
  'tsconfig.json': 'project/tsconfig.json',
  'jbt.yaml': 'project/jbt.yaml',
  'strategies/trend.ts': 'strategies/trend.ts',
  'test/trend.test.js': 'project/test/trend.test.js',
  // npm leaves files named .gitignore out of packages.
  '.gitignore': 'project/gitignore',
  '.github/workflows/test.yml': 'project/.github/workflows/test.yml',
};

/** The bundled candles, by market. */
export const CANDLES: Readonly<Record<string, readonly string[]>> = {
  'FIL-USDT': ['FILUSDT-1m-2023-08.csv.gz', 'FILUSDT-1m-2023-09.csv.gz'],
  'NEAR-USDT': ['NEARUSDT-1m-2023-08.csv.gz', 'NEARUSDT-1m-2023-09.csv.gz'],
};
export const CANDLES_EXCHANGE = 'Binance Perpetual Futures';

/** Path of a file among the examples of the package. */
export function exampleFile(path: string): string {
  return join(OWN_PACKAGE, 'examples', path);
}

/** Content of every file of a new project, by its path in the project. */
export function projectFiles(folder: string, dependency: string): Readonly<Record<string, string>> {
  const copied = Object.entries(COPIED).map(([path, source]) => [path, readFileSync(exampleFile(source), 'utf8')]);
  return { 'package.json': packageJson(folder, dependency), ...Object.fromEntries(copied) };
}

interface OwnManifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

function packageJson(folder: string, dependency: string): string {
  const own = JSON.parse(readFileSync(join(OWN_PACKAGE, 'package.json'), 'utf8')) as OwnManifest;
  const { typescript, '@types/node': nodeTypes } = own.devDependencies;
  const content = {
    name: packageName(folder),
    private: true,
    type: 'module',
    scripts: { test: 'node --test', candles: Object.entries(CANDLES).map(importLine).join(' && ') },
    dependencies: { [PACKAGE_NAMES[0]]: dependency },
    devDependencies: { '@types/node': nodeTypes, typescript },
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Imports the candles from the installed package, as a fresh clone of the project needs it. */
function importLine([symbol, names]: readonly [string, readonly string[]]): string {
  const files = names.map((name) => `node_modules/${PACKAGE_NAMES[0]}/examples/candles/${name}`);
  return `jbt import --market "${CANDLES_EXCHANGE}:${symbol}" ${files.join(' ')}`;
}

/** Names that npm refuses: a package cannot depend on one of its own name. */
const REFUSED_NAMES = ['', ...PACKAGE_NAMES, 'node_modules', 'typescript'];

/** Name of the folder as npm allows it. */
function packageName(folder: string): string {
  const allowed = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-');
  const name = allowed.replaceAll(/^[._-]+|[._-]+$/g, '');
  return REFUSED_NAMES.includes(name) ? 'backtests' : name;
}
