import type { AnyNode } from 'acorn';
import { JBT_URL } from '../system/package.ts';
import { isFunction, isWritten, OF_OBJECT } from './direct-uses.ts';
import type { Changes } from './kind.ts';
import { propertyName, type Syntax } from './syntax.ts';

/** Methods of the language that change what they belong to, or call another method on anything. */
const CHANGING =
  /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set\w*|add|delete|clear|append|call|apply|bind|next|return|throw)$/;

/** What the code of a bundle could do to objects that it gets hold of, looked at without knowing which ones they are. */
export function changesIn(syntax: Syntax): Changes {
  let properties = false;
  // Functions of Node may change what they are given.
  let contents = syntax.program.body.some(
    (statement) => statement.type === 'ImportDeclaration' && statement.source.value !== JBT_URL,
  );
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

/** `this` within a method or a field of an instance. */
function isOwn(object: AnyNode, ancestors: readonly AnyNode[]): boolean {
  if (object.type !== 'ThisExpression') return false;
  const outwards = [...ancestors].reverse();
  const owner = outwards.findIndex((node) => node.type === 'PropertyDefinition' || isOwner(node));
  const member = outwards[owner]?.type === 'PropertyDefinition' ? outwards[owner] : outwards[owner + 1];
  return (member?.type === 'MethodDefinition' || member?.type === 'PropertyDefinition') && !member.static;
}

/** A function with a `this` of its own. */
function isOwner(node: AnyNode): boolean {
  return isFunction(node) && node.type !== 'ArrowFunctionExpression';
}

function isNamed(node: AnyNode, names: RegExp): boolean {
  return node.type === 'Identifier' && names.test(node.name);
}
