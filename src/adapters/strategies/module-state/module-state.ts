import type {
  AnyNode,
  Class,
  ImportDeclaration,
  MethodDefinition,
  ModuleDeclaration,
  ObjectPattern,
  PropertyDefinition,
  Statement,
  VariableDeclarator,
} from 'acorn';
import { full, fullAncestor } from 'acorn-walk';
import { JBT_URL } from '../../system/package.ts';
import { namesIn, propertyName, type Syntax } from '../syntax.ts';
import { changesIn } from './changes.ts';
import { isFunction, isWritten } from './direct-uses.ts';
import { checkBase, kindOf } from './initial-kinds.ts';
import { Doubt, type Scope, VALUE, WHOLE } from './kind.ts';
import { checkMethods } from './methods.ts';
import { checkTable, checkUses } from './uses.ts';

/** Reason why a bundle may carry state from one backtest to the next. */
export interface ModuleState {
  /** Such as `its variable begun is assigned`. */
  readonly what: string;
  /** Line in the bundle, counted from 1. */
  readonly line: number;
  /** Counted from 0. */
  readonly column: number;
}

/**
 * Proves that a bundle keeps no state beyond a backtest. Returns null if it does not, otherwise the first place in
 * doubt: the proof never guesses. `exported` is the name of the array that hands strategies to the executor.
 */
export function findModuleState(syntax: Syntax, exported: string): ModuleState | null {
  const scope: Scope = {
    syntax,
    exported,
    bindings: new Map(),
    statics: new Map(),
    definedNames: definedNames(syntax),
    changes: changesIn(syntax),
    checking: new Set(),
  };
  try {
    refuseWrites(scope);
    refuseCommonJs(scope);
    refuseBackDoors(scope);
    declareInnerNames(scope);
    declareFunctions(scope);
    for (const statement of syntax.program.body) declare(statement, scope);
    for (const [name, kind] of scope.bindings) refuse(checkUses(name, kind, scope));
    checkStatics(scope);
    refuse(checkMethods(scope));
    return null;
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
    const { line = 1, column = 0 } = error.node.loc?.start ?? {};
    return { what: error.message, line, column };
  }
}

function refuse(doubt: Doubt | null): void {
  if (doubt !== null) throw doubt;
}

/** Reports assigned variables first: they are the clearest reason. */
function refuseWrites({ syntax }: Scope): void {
  for (const statement of syntax.program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const name of statement.declarations.flatMap(({ id }) => namesIn(id))) {
      const write = syntax.references.get(name)?.find(({ isWrite }) => isWrite);
      if (write !== undefined) throw new Doubt(`its variable ${name} is assigned`, write.node);
    }
  }
}

/** Rejects CommonJS: the bundler caches the exports of each module. */
function refuseCommonJs({ syntax }: Scope): void {
  syntax.each((node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return;
    if (!node.callee.name.startsWith('__commonJS')) return;
    let first: AnyNode = node;
    full(node, (part) => {
      if (first === node && part.type === 'ExpressionStatement') first = part;
    });
    throw new Doubt('it imports a module of CommonJS', first);
  });
}

/** Rejects ways from an object to its class or prototype, and code that is made of text. */
function refuseBackDoors({ syntax }: Scope): void {
  const evaluation = syntax.references.get('eval')?.[0];
  if (evaluation !== undefined) throw new Doubt('it calls eval', evaluation.node);
  syntax.each((node, ancestors) => {
    if (node.type === 'MetaProperty' && node.meta.name === 'new') throw new Doubt('it uses new.target', node);
    const name = node.type === 'MemberExpression' ? propertyName(node) : null;
    if (name === 'prototype' || name === '__proto__') throw new Doubt(`it uses .${name}`, node);
    if (name === 'getPrototypeOf' || name === 'setPrototypeOf') throw new Doubt(`it uses ${name}()`, node);
    if (name !== 'constructor') return;
    const parent = ancestors.at(-1);
    if (parent?.type !== 'MemberExpression' || propertyName(parent) !== 'name')
      throw new Doubt('it uses .constructor', node);
  });
}

/** Declares the inner names of classes and functions, by which they refer to themselves. */
function declareInnerNames({ syntax, bindings }: Scope): void {
  syntax.each((node, ancestors) => {
    if (ancestors.some(isFunction)) return;
    if ((node.type === 'ClassExpression' || node.type === 'ClassDeclaration') && node.id) {
      bindings.set(node.id.name, { kind: 'class' });
    }
    if (node.type === 'FunctionExpression' && node.id) bindings.set(node.id.name, { kind: 'function', node });
  });
}

/** Declares functions first: they are hoisted. */
function declareFunctions({ syntax, bindings }: Scope): void {
  for (const statement of syntax.program.body) {
    if (statement.type === 'FunctionDeclaration')
      bindings.set(statement.id.name, { kind: 'function', node: statement });
  }
}

function declare(statement: Statement | ModuleDeclaration, scope: Scope): void {
  if (statement.type === 'ImportDeclaration') declareImports(statement, scope);
  else if (statement.type === 'ClassDeclaration') checkClass(statement, scope);
  else if (statement.type === 'VariableDeclaration') {
    for (const declarator of statement.declarations) declareVariable(declarator, scope);
  } else if (!/^(?:FunctionDeclaration|EmptyStatement|ExportNamedDeclaration)$/.test(statement.type))
    throw new Doubt('it runs code when it is loaded', statement);
}

function declareImports({ specifiers, source }: ImportDeclaration, { bindings }: Scope): void {
  for (const specifier of specifiers) {
    bindings.set(specifier.local.name, {
      kind: 'import',
      jbtName: source.value === JBT_URL ? importedName(specifier) : null,
    });
  }
}

function importedName(specifier: ImportDeclaration['specifiers'][number]): string | null {
  if (specifier.type === 'ImportNamespaceSpecifier') return WHOLE;
  return specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier'
    ? specifier.imported.name
    : null;
}

function declareVariable({ id, init }: VariableDeclarator, scope: Scope): void {
  if (id.type === 'ObjectPattern' && init?.type === 'Identifier') {
    if (scope.bindings.get(init.name)?.kind === 'import') {
      declareParts(id, scope);
      return;
    }
  }
  if (id.type !== 'Identifier') throw new Doubt('it runs code when it is loaded', id);
  if (id.name === scope.exported) return;
  const kind = init ? kindOf(init, scope) : VALUE;
  if (init?.type === 'ClassExpression') checkClass(init, scope);
  scope.bindings.set(id.name, kind);
}

/** Declares names destructured from an import. */
function declareParts(pattern: ObjectPattern, { bindings }: Scope): void {
  for (const part of pattern.properties) {
    if (part.type !== 'Property' || part.computed || part.value.type !== 'Identifier') {
      throw new Doubt('it runs code when it is loaded', part);
    }
    bindings.set(part.value.name, { kind: 'import', jbtName: null });
  }
}

/** Checks the static members of a class, which live as long as the bundle. */
function checkClass(node: Class, scope: Scope): void {
  checkBase(node, scope);
  for (const part of node.body.body) {
    if (part.type === 'StaticBlock') throw new Doubt('a class has a static block', part);
    if (part.computed && part.key.type !== 'PrivateIdentifier') kindOf(part.key, scope);
    if (!part.static) continue;
    if (part.type === 'MethodDefinition') checkStaticMethod(part);
    else declareStatic(part, scope);
  }
}

/** Checks `this` in a static method: it is the class, which lives as long as the bundle. */
function checkStaticMethod(method: MethodDefinition): void {
  fullAncestor(method, (node, _state, ancestors, type) => {
    if (node.type !== 'ThisExpression' || type !== 'ThisExpression') return;
    const parent = ancestors.at(-2);
    const isMember = parent?.type === 'MemberExpression' && parent.object === node;
    if (!isMember || isWritten({ node: parent, ancestors: ancestors.slice(0, -2) })) {
      throw new Doubt('a static method uses this as an object', node);
    }
  });
}

function declareStatic(part: PropertyDefinition, scope: Scope): void {
  const name = propertyName(part);
  if (name === null) throw new Doubt('a static field has a computed name', part);
  const kind = part.value ? kindOf(part.value, scope) : VALUE;
  if (kind.kind !== 'value' && kind.kind !== 'table') throw new Doubt(`its static field ${name} is an object`, part);
  if (scope.statics.has(name)) throw new Doubt(`several classes have a static field ${name}`, part);
  scope.statics.set(name, kind);
}

/** Checks static fields by name alone: any object with a member of that name may be the class. */
function checkStatics({ syntax, statics, ...rest }: Scope): void {
  syntax.each((node, ancestors) => {
    const name = node.type === 'MemberExpression' ? propertyName(node) : null;
    const kind = name === null ? undefined : statics.get(name);
    if (kind === undefined) return;
    if (isWritten({ node, ancestors })) throw new Doubt(`its static field ${name} is assigned`, node);
    if (kind.kind === 'table') refuse(checkTable({ node, ancestors }, name ?? '', kind, { syntax, statics, ...rest }));
  });
}

function definedNames(syntax: Syntax): ReadonlySet<string> {
  const names = new Set<string>();
  syntax.each((node) => {
    if (node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition' && node.type !== 'Property') return;
    names.add(propertyName(node) ?? '');
  });
  return names;
}
