import type { AnyNode, CallExpression, NewExpression, Pattern } from 'acorn';
import { propertyName } from '../syntax.ts';
import {
  CALLING,
  checkClass,
  checkFunction,
  checkIndicator,
  checkRegex,
  INDICATOR,
  isCallOf,
  isFunction,
  isWritten,
  OF_OBJECT,
  parentOf,
  type Use,
  up,
} from './direct-uses.ts';
import { isEnum } from './enum.ts';
import { Doubt, isFlat, jbtNameOf, type Kind, type Scope, type Table } from './kind.ts';

const ASKING = new Set(['includes', 'indexOf', 'lastIndexOf', 'has', 'keys', 'hasOwnProperty']);
const COPYING = new Set([
  ...[
    'at',
    'slice',
    'concat',
    'get',
    'values',
    'entries',
    'join',
    'flat',
    'toReversed',
    'toSorted',
    'with',
    'toString',
  ],
]);
const TYPED = /^(?:Map|Set|(?:Int|Uint|Float|BigInt|BigUint)(?:8|16|32|64)(?:Clamped)?Array)$/;

/**
 * Checks every use of a top-level name. Returns the first that may change what the name refers to; null if none may.
 */
export function checkUses(name: string, kind: Kind, scope: Scope): Doubt | null {
  if (scope.checking.has(name)) return new Doubt(`${name} has several meanings`, scope.syntax.program);
  scope.checking.add(name);
  for (const reference of scope.syntax.references.get(name) ?? []) {
    const doubt = reference.isWrite
      ? new Doubt(`its variable ${name} is assigned`, reference.node)
      : checkUse(reference, name, kind, scope);
    if (doubt !== null) return doubt;
  }
  scope.checking.delete(name);
  return null;
}

function checkUse(use: Use, name: string, kind: Kind, scope: Scope): Doubt | null {
  switch (kind.kind) {
    case 'value':
    case 'import':
      return null;
    case 'function':
      return checkFunction(use, name, scope);
    case 'class':
      return checkClass(use, name, scope);
    case 'table':
      // Escape is harmless if no code of the bundle changes any object.
      return scope.changes.contents ? checkTable(use, name, kind, scope) : null;
    case 'regex':
      return checkRegex(use, name, scope);
    case 'indicator':
      return checkIndicator(use, name, scope);
  }
}

export function checkTable(use: Use, name: string, table: Table, scope: Scope): Doubt | null {
  const { node } = use;
  const parent = parentOf(use);
  const flat = isFlat(table);
  switch (parent.type) {
    case 'MemberExpression':
      if (parent.object !== node) return requireFlat(flat, name, node);
      return checkMember(use, name, table, scope);
    case 'SpreadElement':
      return requireFlat(flat, name, node);
    case 'ForInStatement':
    case 'ForOfStatement':
      if (parent.right !== node) break;
      if (flat || parent.type === 'ForInStatement') return null;
      if (parent.left.type !== 'VariableDeclaration') break;
      return checkAlias(parent.left.declarations[0].id, elementOf(table), scope, node);
    case 'VariableDeclarator':
      return checkAlias(parent.id, table, scope, node);
    case 'BinaryExpression':
    case 'UnaryExpression':
      return null;
    case 'TemplateLiteral':
      if (parentOf(up(use)).type !== 'TaggedTemplateExpression') return null;
      break;
    case 'ConditionalExpression':
    case 'IfStatement':
      if (parent.test === node) return null;
      break;
    case 'LogicalExpression':
      if (isEnumArgument(use)) return null;
      break;
    case 'CallExpression':
    case 'NewExpression':
      if (parent.callee === node) break;
      return checkArgument(parent, name, table, scope, node);
  }
  return new Doubt(`${name} may be changed where it is passed on`, node);
}

/** Checks a member expression on a table: a read, a method call, or a nested table. */
function checkMember(use: Use, name: string, table: Table, scope: Scope): Doubt | null {
  const whole = up(use);
  const member = parentOf(use);
  if (isWritten(whole)) return new Doubt(`${name} is changed`, use.node);
  const key = propertyName(member);
  const parent = parentOf(whole);
  const isCalled = parent.type === 'CallExpression' && parent.callee === member;
  const part = key === null ? elementOf(table) : (table.named.get(key) ?? (isFlat(table) ? null : elementOf(table)));
  if (isCalled && key !== null && !table.named.has(key)) return checkMethod(parent, key, name, table, scope);
  if (part === null || part.kind === 'value' || key === 'length' || key === 'size') return null;
  if (part.kind === 'function' && isCalled) return null;
  if (part.kind === 'table') return checkTable(whole, name, part, scope);
  return new Doubt(`${name} may be changed where it is passed on`, use.node);
}

function checkMethod(call: CallExpression, method: string, name: string, table: Table, scope: Scope): Doubt | null {
  if (ASKING.has(method)) return null;
  if (CALLING.test(method)) return checkCallback(call, method, name, table, scope);
  if (COPYING.has(method)) return requireFlat(isFlat(table), name, call);
  return new Doubt(`${name} is changed or passed on by ${method}()`, call);
}

/** Checks a callback: its last argument is the table itself, the ones before are elements. */
function checkCallback(call: CallExpression, method: string, name: string, table: Table, scope: Scope): Doubt | null {
  const [callback] = call.arguments;
  const most = method.startsWith('reduce') ? 3 : 2;
  const known = callback?.type === 'Identifier' ? scope.bindings.get(callback.name) : undefined;
  const node = known?.kind === 'function' ? known.node : callback;
  if (node === undefined) return requireFlat(isFlat(table), name, call);
  const isInline = node.type === 'ArrowFunctionExpression' || (known?.kind === 'function' && isFunction(node));
  const seesAll = scope.syntax.references.has('arguments') || ('params' in node && node.params.some(isRest));
  if (!isInline || seesAll || !('params' in node) || node.params.length > most) {
    return new Doubt(`${name} may be changed where ${method}() passes it on`, call);
  }
  if (isFlat(table)) return null;
  if (/^(?:filter|find|findLast|flatMap|reduce|reduceRight)$/.test(method)) return requireFlat(false, name, call);
  const [element] = node.params;
  return element === undefined ? null : checkAlias(element, elementOf(table), scope, call);
}

function checkArgument(
  call: CallExpression | NewExpression,
  name: string,
  table: Table,
  scope: Scope,
  at: AnyNode,
): Doubt | null {
  const { callee } = call;
  if (callee.type === 'Identifier' && scope.syntax.free.has(callee.name)) {
    if (call.type === 'NewExpression' && TYPED.test(callee.name)) return requireFlat(isFlat(table), name, at);
  }
  if (call.type === 'CallExpression' && callee.type === 'MemberExpression') {
    const method = propertyName(callee) ?? '';
    if (isCallOf(call, INDICATOR, scope)) return null;
    if (method === 'with' && callee.object.type === 'Identifier') {
      const base = scope.bindings.get(callee.object.name);
      if (base?.kind === 'class' || jbtNameOf(callee.object, scope) === 'Strategy') return null;
    }
    const isNative = callee.object.type === 'Identifier' && scope.syntax.free.has(callee.object.name);
    if (isNative && OF_OBJECT.has(method)) return requireFlat(isFlat(table) || method === 'keys', name, at);
  }
  return new Doubt(`${name} may be changed where it is passed on`, at);
}

/** Checks a local alias of a table or of its elements. */
function checkAlias(pattern: Pattern, kind: Kind, scope: Scope, at: AnyNode): Doubt | null {
  if (kind.kind === 'value') return null;
  if (kind.kind === 'table') {
    if (pattern.type === 'Identifier') return checkUses(pattern.name, kind, scope);
    if (pattern.type === 'ObjectPattern' || pattern.type === 'ArrayPattern') {
      const hasRest = [...('elements' in pattern ? pattern.elements : pattern.properties)].some(
        (part) => part?.type === 'RestElement',
      );
      if (isFlat(kind) && !hasRest) return null;
    }
  }
  return new Doubt('an object may be changed where it is taken apart', at);
}

/** Merges the kinds of all elements, for a computed access. */
function elementOf({ parts }: Table): Kind {
  if (parts.every(({ kind }) => kind === 'value')) return { kind: 'value' };
  const tables = parts.flatMap((part) => (part.kind === 'table' ? [part] : []));
  const rest = parts.filter(({ kind }) => kind !== 'table' && kind !== 'value');
  return { kind: 'table', parts: [...tables.flatMap((table) => table.parts), ...rest], named: new Map() };
}

function requireFlat(flat: boolean, name: string, at: AnyNode): Doubt | null {
  return flat ? null : new Doubt(`a part of ${name} may be changed where it is passed on`, at);
}

/** Matches the `E || {}` of a compiled enum. */
function isEnumArgument({ node, ancestors }: Use): boolean {
  const [declarator, call] = ancestors.slice(-3);
  if (declarator?.type !== 'VariableDeclarator' || call?.type !== 'CallExpression' || !isEnum(call)) return false;
  return node.type === 'Identifier' && declarator.id.type === 'Identifier' && declarator.id.name === node.name;
}

function isRest({ type }: AnyNode): boolean {
  return type === 'RestElement';
}
