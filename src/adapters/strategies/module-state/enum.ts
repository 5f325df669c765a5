import type { AnyNode, CallExpression } from 'acorn';

/** Matches a compiled TypeScript enum: `((E2) => { E2["A"] = "a"; E2[E2["B"] = 0] = "B"; return E2; })(E || {})`. */
export function isEnum({ callee, arguments: given }: CallExpression): boolean {
  if (callee.type !== 'ArrowFunctionExpression' || callee.body.type !== 'BlockStatement') return false;
  const [argument] = given;
  const [parameter] = callee.params;
  if (argument?.type !== 'LogicalExpression' || argument.right.type !== 'ObjectExpression') return false;
  if (argument.right.properties.length > 0 || parameter?.type !== 'Identifier') return false;
  const isMember = (node: AnyNode): boolean => {
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return false;
    const { object, property } = node.left;
    if (object.type !== 'Identifier' || object.name !== parameter.name) return false;
    return (
      (property.type === 'Literal' || isMember(property)) && node.right.type !== 'Identifier' && isConstant(node.right)
    );
  };
  const isEntry = (node: AnyNode): boolean => {
    if (node.type === 'ReturnStatement')
      return node.argument?.type === 'Identifier' && node.argument.name === parameter.name;
    return node.type === 'ExpressionStatement' && isMember(node.expression);
  };
  return callee.body.body.every(isEntry);
}

function isConstant(node: AnyNode): boolean {
  if (node.type === 'UnaryExpression') return isConstant(node.argument);
  return node.type === 'Literal' && node.regex === undefined;
}
