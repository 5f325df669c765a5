import type { AnyNode, Program } from 'acorn';
import { PURE_GLOBALS } from '../system/strategy-module.ts';
import { propertyName, type Reference, type Syntax } from './syntax.ts';

/** Name of the entry's export: an array of the strategies' default exports, in order. */
export const EXPORTED = 'jbtDefaults';
/** First line of a bundle, to be replaced by declarations of its globals and imports. */
export const HEADER_MARK = '/* jbt */';
/** Replaces the keyword `import`; equally long, so that columns stay the same. */
const LOADER = 'jbtLod';
/** Replaces `import.meta`, which would outlive an evaluation; equally long. */
const META = 'jbtImpMeta_';
const META_COPY =
  'Object.freeze({ url: import.meta.url, dirname: import.meta.dirname, filename: import.meta.filename, resolve: (to) => import.meta.resolve(to) })';
/** Parameter of the factory; `jbt` alone is a likely name in a strategy. */
const ENVIRONMENT = 'jbtEnvironment';

/** A strategy of the bundle. */
export interface FactoryStrategy {
  readonly name: string;
  readonly className: string;
}

/**
 * Wraps a bundle into a factory, `export default async (jbt) => ({ ... })`. The caller passes in the modules that it
 * imports and the globals that are not pure. Lines and columns stay the same, except those of imports. `isShared` tells
 * the executor that all jobs of a thread may use the result of one call.
 */
export function factoryOf(
  bundle: string,
  strategies: readonly FactoryStrategy[],
  syntax: Syntax,
  isShared: boolean,
): string {
  const { program, free } = syntax;
  const globals = [...free].filter((name) => (name in globalThis || name === 'require') && needsGuard(name, syntax));
  const imports = importsOf(program);
  const header = [
    `export default async (${ENVIRONMENT}) => {`,
    globals.length === 0 ? '' : `const { ${globals.join(', ')} } = ${ENVIRONMENT}.globals;`,
    `const ${LOADER} = ${ENVIRONMENT}.load;`,
    `const ${META} = ${META_COPY};`,
    ...imports.map(
      ({ specifier, pattern }) => `const ${pattern} = ${ENVIRONMENT}.modules[${JSON.stringify(specifier)}];`,
    ),
  ];
  const needs = {
    globals,
    modules: imports.map(({ specifier, names }) => ({ specifier, names })),
    evaluations: (syntax.references.get('eval') ?? []).map(({ node }) => node.loc?.start),
    isShared,
  };
  const exported = exportedName(program);
  const entries = strategies.map(
    ({ name, className }, index) =>
      `${JSON.stringify(name)}: ${ENVIRONMENT}.named(${exported}[${index}], ${JSON.stringify(className)})`,
  );
  const body = blankModuleSyntax(bundle, syntax).replace(HEADER_MARK, () => header.join(' '));
  return `${body}\nreturn { ${entries.join(', ')} };\n};\nexport const needs = ${JSON.stringify(needs)};\n`;
}

/** Returns the local name of the entry's export. */
export function exportedName(program: Program): string {
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const { exported, local } of statement.specifiers) {
      if (nameOf(exported) === EXPORTED) return nameOf(local);
    }
  }
  throw new Error('the bundle hands on no strategies');
}

interface Import {
  readonly specifier: string;
  /** Pattern that declares the local names. */
  readonly pattern: string;
  /** Imported names; empty for a namespace import. */
  readonly names: readonly string[];
}

function importsOf(program: Program): readonly Import[] {
  return program.body.flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return [];
    const specifier = String(statement.source.value);
    const named = statement.specifiers.flatMap((part): readonly (readonly [string, string])[] => {
      if (part.type === 'ImportNamespaceSpecifier') return [];
      return [[part.type === 'ImportSpecifier' ? nameOf(part.imported) : 'default', part.local.name]];
    });
    const whole = statement.specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
    const parts = named.map(([imported, local]) => `${JSON.stringify(imported)}: ${local}`);
    const names = named.map(([imported]) => imported);
    const byName = parts.length === 0 && whole ? [] : [{ specifier, names, pattern: `{ ${parts.join(', ')} }` }];
    return whole ? [...byName, { specifier, names: [], pattern: whole.local.name }] : byName;
  });
}

/** Blanks out imports and exports, and turns `import(...)` into a call of the loader. */
function blankModuleSyntax(code: string, { program, each }: Syntax): string {
  // The parser counts UTF-16 units.
  const characters = code.split('');
  const blank = ({ start, end }: AnyNode): void => {
    for (let i = start; i < end; i++) if (characters[i] !== '\n') characters[i] = ' ';
  };
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration' || statement.type === 'ExportNamedDeclaration') blank(statement);
  }
  each((node) => {
    if (node.type === 'ImportExpression') characters.splice(node.start, LOADER.length, ...LOADER);
    if (node.type === 'MetaProperty' && node.meta.name === 'import')
      characters.splice(node.start, META.length, ...META);
  });
  return characters.join('');
}

/** True if uses of a global may be impure or may change it. */
function needsGuard(name: string, { references }: Syntax): boolean {
  if (PURE_GLOBALS.has(name)) return false;
  const uses = references.get(name) ?? [];
  if (name === 'Math') return !uses.every((use) => isPlainMember(use, (member) => member !== 'random'));
  if (name === 'Date') return !uses.every((use) => isTimedDate(use));
  return true;
}

function isPlainMember({ node, ancestors }: Reference, isPure: (member: string) => boolean): boolean {
  const parent = ancestors.at(-1);
  if (parent?.type !== 'MemberExpression' || parent.object !== node) return false;
  const grandparent = ancestors.at(-2)?.type ?? '';
  if (/Assignment|Update|Pattern|Unary/.test(grandparent)) return false;
  const name = propertyName(parent);
  return name !== null && isPure(name);
}

/** Matches `new Date(time)`, `Date.UTC(...)` and `Date.parse(...)`. */
function isTimedDate(use: Reference): boolean {
  const parent = use.ancestors.at(-1);
  if (parent?.type === 'NewExpression' && parent.callee === use.node) {
    return parent.arguments.length > 0 && parent.arguments.every(({ type }) => type !== 'SpreadElement');
  }
  return isPlainMember(use, (member) => member === 'UTC' || member === 'parse');
}

function nameOf(node: AnyNode): string {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : '';
}
