import type { AnyNode } from 'acorn';
import { JBT_URL } from '../../system/package.ts';
import { PURE_GLOBALS } from '../../system/strategy-module.ts';
import { propertyName, type Syntax } from '../syntax.ts';
import { isFunction, isWritten, OF_OBJECT } from './direct-uses.ts';
import type { Changes } from './kind.ts';

/** Built-in methods that change their object, or apply a function to any object. */
const CHANGING =
  /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set\w*|add|delete|clear|append|encodeInto|getRandomValues|transfer\w*|resize|grow|call|apply|bind|next|return|throw)$/;

/** Impure globals that change no argument. */
const HARMLESS = new Set(['Math', 'Date', 'Intl', 'console']);

/** Finds the effects that a bundle may have on objects, without knowing which objects they are. */
export function changesIn(syntax: Syntax): Changes {
  let properties = false;
  // Functions of Node and of the platform may change their arguments.
  let contents =
    syntax.program.body.some(
      (statement) => statement.type === 'ImportDeclaration' && statement.source.value !== JBT_URL,
    ) || [...syntax.free].some((name) => name in globalThis && !PURE_GLOBALS.has(name) && !HARMLESS.has(name));
  syntax.each((node, ancestors) => {
    if (node.type !== 'MemberExpression') return;
    const name = propertyName(node);
    const parent = ancestors.at(-1);
    properties ||= isWritten({ node, ancestors }) && !isOwn(node.object, ancestors);
    properties ||= isNamed(node.object, /^(?:Object|Reflect)$/) && !OF_OBJECT.has(name ?? '') && name !== 'freeze';
    contents ||= name === null ? parent?.type === 'CallExpression' && parent.callee === node : CHANGING.test(name);
  });
  return { properties, contents: contents || properties };
}

/** Matches `this` in an instance method or an instance field. */
function isOwn(object: AnyNode, ancestors: readonly AnyNode[]): boolean {
  if (object.type !== 'ThisExpression') return false;
  const outwards = [...ancestors].reverse();
  const owner = outwards.findIndex((node) => node.type === 'PropertyDefinition' || isOwner(node));
  const member = outwards[owner]?.type === 'PropertyDefinition' ? outwards[owner] : outwards[owner + 1];
  return (member?.type === 'MethodDefinition' || member?.type === 'PropertyDefinition') && !member.static;
}

/** Matches a function that has its own `this`. */
function isOwner(node: AnyNode): boolean {
  return isFunction(node) && node.type !== 'ArrowFunctionExpression';
}

function isNamed(node: AnyNode, names: RegExp): boolean {
  return node.type === 'Identifier' && names.test(node.name);
}
