import { type AnyNode, type Identifier, type Pattern, type Program, parse } from 'acorn';
import { fullAncestor } from 'acorn-walk';

/** A read or write of a name; declarations do not count. */
export interface Reference {
  readonly node: Identifier;
  /** Ancestors, outermost first. */
  readonly ancestors: readonly AnyNode[];
  readonly isWrite: boolean;
}

/**
 * Syntax tree of a bundle, with references by name. Scopes are ignored: esbuild renames every inner name that equals an
 * outer one or a global in use. Should two variables share a name all the same, the proof merges their uses and fails.
 */
export interface Syntax {
  readonly program: Program;
  readonly references: ReadonlyMap<string, readonly Reference[]>;
  /** Names that are used but declared nowhere: globals. */
  readonly free: ReadonlySet<string>;
  /** Visits every node with its ancestors. */
  each(visit: (node: AnyNode, ancestors: readonly AnyNode[]) => void): void;
}

const PATTERNS: ReadonlySet<string> = new Set([
  'Property',
  'ObjectPattern',
  'ArrayPattern',
  'AssignmentPattern',
  'RestElement',
]);
const ASSIGNMENTS: ReadonlySet<string> = new Set(['AssignmentExpression', 'ForInStatement', 'ForOfStatement']);

export function readSyntax(code: string): Syntax {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const references = new Map<string, Reference[]>();
  const declared = new Set(importedNames(program));
  fullAncestor(program, (node, _state, ancestors, type) => {
    if (node.type !== 'Identifier' || (type !== 'Identifier' && type !== 'VariablePattern')) return;
    const above = ancestors.slice(0, -1);
    if (type === 'VariablePattern' && !isAssigned(node, above)) {
      declared.add(node.name);
      return;
    }
    const isWrite = type === 'VariablePattern' || above.at(-1)?.type === 'UpdateExpression';
    const found = references.get(node.name) ?? [];
    found.push({ node, ancestors: above, isWrite });
    references.set(node.name, found);
  });
  return {
    program,
    references,
    free: new Set([...references.keys()].filter((name) => !declared.has(name))),
    each: (visit) => fullAncestor(program, (node, _state, ancestors) => visit(node, ancestors.slice(0, -1))),
  };
}

/** Lists the names that a pattern declares. */
export function namesIn(pattern: Pattern | null): readonly string[] {
  if (pattern === null) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((part) => namesIn(part.type === 'Property' ? part.value : part.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn);
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'MemberExpression':
      return [];
  }
}

/** Returns the literal name of a property; null for a computed one. */
export function propertyName(node: AnyNode): string | null {
  if (node.type === 'MemberExpression') return nameOfKey(node.property, node.computed);
  if (node.type === 'Property' || node.type === 'PropertyDefinition' || node.type === 'MethodDefinition') {
    return nameOfKey(node.key, node.computed);
  }
  return null;
}

function nameOfKey(key: AnyNode, computed: boolean): string | null {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  return key.type === 'Identifier' && !computed ? key.name : null;
}

function importedNames(program: Program): readonly string[] {
  return program.body.flatMap((statement) =>
    statement.type === 'ImportDeclaration' ? statement.specifiers.map(({ local }) => local.name) : [],
  );
}

/** True if a pattern assigns the node; false if it declares it. */
export function isAssigned(node: AnyNode, ancestors: readonly AnyNode[]): boolean {
  let child = node;
  for (const parent of [...ancestors].reverse()) {
    if (!PATTERNS.has(parent.type)) return ASSIGNMENTS.has(parent.type) && 'left' in parent && parent.left === child;
    child = parent;
  }
  return false;
}
