import type { AnyNode } from 'acorn';
import { propertyName } from '../syntax.ts';
import { isWritten } from './direct-uses.ts';
import { Doubt, type Scope } from './kind.ts';

/** Checks methods by name: they are functions that all instances share, and may get properties where they escape. */
export function checkMethods({ syntax, changes }: Scope): Doubt | null {
  if (!changes.properties) return null;
  const names = new Set<string>();
  let escaped: AnyNode | null = null;
  syntax.each((node) => {
    if (node.type === 'MethodDefinition' && node.kind === 'method') names.add(propertyName(node) ?? '');
  });
  syntax.each((node, ancestors) => {
    if (node.type === 'ObjectPattern' && node.properties.some((part) => names.has(propertyName(part) ?? '')))
      escaped = node;
    const parent = ancestors.at(-1);
    if (node.type !== 'MemberExpression' || (parent?.type === 'CallExpression' && parent.callee === node)) return;
    const name = propertyName(node);
    // A computed name may be any, where a property of the value is written.
    const isAny = name === null && node.object.type === 'ThisExpression' && isTargetOfWrite(ancestors);
    if (isAny || (name !== null && names.has(name) && !isWritten({ node, ancestors }))) escaped = node;
  });
  return escaped === null ? null : new Doubt('a method may be used as an object', escaped);
}

/** True if the node's parent is a member expression that is written. */
function isTargetOfWrite(ancestors: readonly AnyNode[]): boolean {
  const parent = ancestors.at(-1);
  return parent?.type === 'MemberExpression' && isWritten({ node: parent, ancestors: ancestors.slice(0, -1) });
}
