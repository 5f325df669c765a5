import type { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn';
import type { Syntax } from './syntax.ts';

type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Kinds of things that a name at the top of a bundle may stand for without being state. */
export type Kind =
  /** A primitive, or an object that is frozen with all that it holds. */
  | { readonly kind: 'value' }
  /** An import of jbt, by its name there, or of Node, or a part of one: the executor protects them. */
  | { readonly kind: 'import'; readonly jbtName: string | null }
  | { readonly kind: 'function'; readonly node: FunctionNode }
  | { readonly kind: 'class' }
  /** An object, array, Map, Set or typed array that is state unless every use of it is a read. */
  | Table
  | { readonly kind: 'regex' | 'indicator' };

export interface Table {
  readonly kind: 'table';
  /** By name where names are written out. */
  readonly named: ReadonlyMap<string, Kind>;
  readonly parts: readonly Kind[];
}

/** What the code of a bundle could do to objects that it gets hold of. */
export interface Changes {
  /** Writes to properties of anything but an instance's own. */
  readonly properties: boolean;
  /** That, or changes what arrays, Maps and the like contain. */
  readonly contents: boolean;
}

/** A bundle while it is proven. */
export interface Scope {
  readonly syntax: Syntax;
  /** Of the names at the top. */
  readonly bindings: Map<string, Kind>;
  /** Of the static parts of classes. */
  readonly statics: Map<string, Kind>;
  /** Names of methods and properties of the bundle's own classes and objects. */
  readonly definedNames: ReadonlySet<string>;
  readonly changes: Changes;
  /** The name that hands the strategies to the executor. */
  readonly exported: string;
  /** Names whose uses are being looked at. */
  readonly checking: Set<string>;
}

/** Thrown where a bundle may keep state. */
export class Doubt extends Error {
  readonly node: AnyNode;

  constructor(what: string, node: AnyNode) {
    super(what);
    this.node = node;
  }
}

export const VALUE: Kind = { kind: 'value' };

/** True for a table of primitives, whose parts cannot be changed. */
export function isFlat({ parts }: Table): boolean {
  return parts.every(({ kind }) => kind === 'value');
}

/** What jbt calls an import of it. */
export function jbtNameOf(node: AnyNode, { bindings }: Scope): string | null {
  const known = node.type === 'Identifier' ? bindings.get(node.name) : undefined;
  return known?.kind === 'import' ? known.jbtName : null;
}
