import type { AnyNode } from 'acorn';
import { isAssigned, propertyName } from '../syntax.ts';
import { Doubt, type Scope } from './kind.ts';

/** A node of the syntax tree and its ancestors, outermost first. */
export interface Use {
  readonly node: AnyNode;
  readonly ancestors: readonly AnyNode[];
}

/** Array methods that call a function with elements. */
export const CALLING = /^(?:map|filter|some|every|find(?:Last)?(?:Index)?|forEach|flatMap|reduce(?:Right)?)$/;
/** Static functions of `Object` and `Array` that only read. */
export const OF_OBJECT = new Set(['keys', 'values', 'entries', 'hasOwn', 'isFrozen', 'isArray', 'from', 'of']);
const OF_TEXT = /^(?:replace|replaceAll|match|matchAll|split|search)$/;
export const INDICATOR = /^indicator$/;

/** Functions are objects: one that escapes may get properties, unless the bundle writes none. */
export function checkFunction(use: Use, name: string, scope: Scope): Doubt | null {
  const { node } = use;
  const parent = parentOf(use);
  if ((parent.type === 'CallExpression' || parent.type === 'NewExpression') && parent.callee === node) return null;
  if (parent.type === 'UnaryExpression' || parent.type === 'BinaryExpression') return null;
  if (parent.type === 'TaggedTemplateExpression') return null;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    const member = propertyName(parent);
    const isRead = member === 'name' || member === 'length' || member === 'call' || member === 'apply';
    if (isRead && !isWritten(up(use))) return null;
    return new Doubt(`its function ${name} is used as an object`, node);
  }
  if (isCallOf(parent, CALLING, scope)) return null;
  if (isTopProperty(use) || !scope.changes.properties) return null;
  return new Doubt(`its function ${name} may be used as an object where it is passed on`, node);
}

/** Matches an element of a top-level table, whose uses are checked with the table. */
function isTopProperty({ node, ancestors }: Use): boolean {
  const parent = ancestors.at(-1);
  const isPart = (parent?.type === 'Property' && parent.value === node) || parent?.type === 'ArrayExpression';
  return isPart && !ancestors.some(isFunction);
}

export function checkClass(use: Use, name: string, scope: Scope): Doubt | null {
  const { node } = use;
  const parent = parentOf(use);
  if (parent.type === 'NewExpression' && parent.callee === node) return null;
  if ((parent.type === 'ClassDeclaration' || parent.type === 'ClassExpression') && parent.superClass === node)
    return null;
  if (parent.type === 'BinaryExpression') return null;
  if (parent.type === 'MemberExpression' && parent.object === node) {
    const member = propertyName(parent) ?? '';
    if (isWritten(up(use))) return new Doubt(`${name}.${member} is assigned`, node);
    const grandparent = parentOf(up(use));
    if (grandparent.type === 'CallExpression' && grandparent.callee === parent) return null;
    // `checkStatics` checks static fields by name.
    if (member === 'name' || scope.statics.has(member)) return null;
  }
  if (isExported(use, scope)) return null;
  return new Doubt(`its class ${name} may be changed where it is passed on`, node);
}

export function checkRegex(use: Use, name: string, scope: Scope): Doubt | null {
  const parent = parentOf(use);
  if (parent.type === 'MemberExpression' && parent.object === use.node && !isWritten(up(use))) {
    if (['test', 'exec', 'source', 'flags'].includes(propertyName(parent) ?? '')) return null;
  }
  if (isCallOf(parent, OF_TEXT, scope)) return null;
  return new Doubt(`its regular expression ${name} may be changed where it is used`, use.node);
}

export function checkIndicator(use: Use, name: string, scope: Scope): Doubt | null {
  const parent = parentOf(use);
  if (parent.type === 'CallExpression' && parent.callee === use.node) return null;
  if (isCallOf(parent, INDICATOR, scope)) return null;
  if (parent.type === 'MemberExpression' && parent.object === use.node) {
    const grandparent = parentOf(up(use));
    const isCalled = grandparent.type === 'CallExpression' && grandparent.callee === parent;
    if (isCalled && ['last', 'columns'].includes(propertyName(parent) ?? '')) return null;
  }
  return new Doubt(`its indicator ${name} may be changed where it is used`, use.node);
}

/** True if a member expression is assigned, updated or deleted. */
export function isWritten({ node, ancestors }: Use): boolean {
  const parent = ancestors.at(-1);
  if (parent?.type === 'UpdateExpression') return true;
  if (parent?.type === 'UnaryExpression') return parent.operator === 'delete';
  return isAssigned(node, ancestors);
}

/** Matches a call of a built-in method; false if the bundle defines a method of the same name. */
export function isCallOf(node: AnyNode, methods: RegExp, { definedNames }: Scope): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const method = propertyName(node.callee) ?? '';
  return methods.test(method) && !definedNames.has(method);
}

/** Matches the array that hands strategies to the executor. */
function isExported({ ancestors }: Use, { exported }: Scope): boolean {
  const declarator = ancestors.at(-2);
  return (
    declarator?.type === 'VariableDeclarator' && declarator.id.type === 'Identifier' && declarator.id.name === exported
  );
}

export function isFunction({ type }: AnyNode): boolean {
  return /^(?:Arrow)?Function/.test(type);
}

export function parentOf({ ancestors }: Use): AnyNode {
  return ancestors[ancestors.length - 1];
}

export function up({ ancestors }: Use): Use {
  return { node: ancestors[ancestors.length - 1], ancestors: ancestors.slice(0, -1) };
}
