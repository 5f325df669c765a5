import type { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn';
import { propertyName, type Syntax } from '../syntax.ts';

type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Kinds of top-level values that are not state by themselves. */
export type Kind =
  /** A primitive, or a deeply frozen object. */
  | { readonly kind: 'value' }
  /** An import of jbt (`jbtName` is its exported name) or of Node. The executor protects it from changes. */
  | { readonly kind: 'import'; readonly jbtName: string | null }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class' }
  /** An object, array, Map, Set or typed array: no state only if every use reads. */
  | Table
  | { readonly kind: 'regex' | 'indicator' };

export interface Table {
  readonly kind: 'table';
  /** Kinds of properties with literal names. */
  readonly named: ReadonlyMap<string, Kind>;
  readonly parts: readonly Kind[];
}

/** Effects that the code of a bundle may have on arbitrary objects. */
export interface Changes {
  /** True if it writes properties of anything but `this` in instance methods. */
  readonly properties: boolean;
  /** True if it writes such properties or calls methods that change arrays, Maps and the like. */
  readonly contents: boolean;
}

/** State of the proof of one bundle. */
export interface Scope {
  readonly syntax: Syntax;
  /** Kinds by top-level name. */
  readonly bindings: Map<string, Kind>;
  /** Kinds by name of static fields. */
  readonly statics: Map<string, Kind>;
  /** Names of all methods and properties that the bundle defines. */
  readonly definedNames: ReadonlySet<string>;
  readonly changes: Changes;
  /** Name of the array that hands strategies to the executor. */
  readonly exported: string;
  /** Names being checked: aliases may form a cycle. */
  readonly checking: Set<string>;
}

/** Signals that a bundle may keep state. */
export class Doubt extends Error {
  readonly node: AnyNode;

  constructor(what: string, node: AnyNode) {
    super(what);
    this.node = node;
  }
}

/** `jbtName` of a namespace import. */
export const WHOLE = '*';
export const VALUE: Kind = { kind: 'value' };

/** True for a table of primitives. */
export function isFlat({ parts }: Table): boolean {
  return parts.every(({ kind }) => kind === 'value');
}

/** Returns the name under which jbt exports an imported name; null for other names. */
export function jbtNameOf(node: AnyNode, { bindings }: Scope): string | null {
  const base = node.type === 'MemberExpression' ? node.object : node;
  const known = base.type === 'Identifier' ? bindings.get(base.name) : undefined;
  if (known?.kind !== 'import') return null;
  if (base === node) return known.jbtName;
  return known.jbtName === WHOLE ? propertyName(node) : null;
}
