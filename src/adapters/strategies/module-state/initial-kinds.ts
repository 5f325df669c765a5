import type { AnyNode, CallExpression, Class, Expression, NewExpression } from 'acorn';
import { full } from 'acorn-walk';
import { propertyName } from '../syntax.ts';
import { isEnum } from './enum.ts';
import { Doubt, isFlat, jbtNameOf, type Kind, type Scope, type Table, VALUE } from './kind.ts';

const PART_OF_IMPORT: Kind = { kind: 'import', jbtName: null };
const CONVERSIONS = new Set(['Number', 'String', 'Boolean', 'BigInt', 'Symbol', 'parseInt', 'parseFloat']);
const NAMESPACES = new Set(['Math', 'Number', 'Symbol', 'BigInt', 'String']);
const COLLECTIONS = /^(?:Map|Set|(?:Int|Uint|Float|BigInt|BigUint)(?:8|16|32|64)(?:Clamped)?Array)$/;
const PARAMETERS = new Set(['int', 'float', 'categorical']);
const CONSTANTS = new Set(['undefined', 'NaN', 'Infinity']);

/** Classifies a top-level expression. Throws Doubt unless its value is known to be no state by itself. */
export function kindOf(node: Expression, scope: Scope): Kind {
  switch (node.type) {
    case 'Literal':
      return node.regex === undefined ? VALUE : regexKind(node, node.regex.flags);
    case 'Identifier':
      return kindOfName(node, node.name, scope);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', node };
    case 'ClassExpression':
      return { kind: 'class' };
    case 'ArrayExpression':
      return table(node.elements.map((element) => (element === null ? VALUE : partKind(element, scope))));
    case 'ObjectExpression':
      return objectKind(node.properties, scope);
    case 'TemplateLiteral':
      return primitive(node.expressions, scope);
    case 'UnaryExpression':
      return primitive([node.argument], scope);
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') throw new Doubt('it runs code when it is loaded', node);
      return primitive([node.left, node.right], scope);
    case 'LogicalExpression':
      return primitive([node.left, node.right], scope);
    case 'ConditionalExpression':
      return primitive([node.test, node.consequent, node.alternate], scope);
    case 'MemberExpression':
      return memberKind(node, scope);
    case 'CallExpression':
      return callKind(node, scope);
    case 'NewExpression':
      return newKind(node, scope);
    case 'ParenthesizedExpression':
      return kindOf(node.expression, scope);
    case 'ThisExpression':
    case 'AssignmentExpression':
    case 'AwaitExpression':
    case 'ChainExpression':
    case 'ImportExpression':
    case 'MetaProperty':
    case 'SequenceExpression':
    case 'TaggedTemplateExpression':
    case 'UpdateExpression':
    case 'YieldExpression':
      throw new Doubt('it runs code when it is loaded', node);
  }
}

/** True if a function, or one nested in it, refers to `this`. */
function usesThis(node: AnyNode): boolean {
  let found = false;
  full(node, ({ type }) => {
    found ||= type === 'ThisExpression' || type === 'Super';
  });
  return found;
}

/** Throws Doubt if a base class is not known to be free of state. */
export function checkBase({ superClass }: Class, scope: Scope): void {
  if (!superClass) return;
  if (isClass(superClass, scope) || kindOf(superClass, scope).kind === 'class') return;
  throw new Doubt('its base class is not known', superClass);
}

function table(parts: readonly Kind[], named: ReadonlyMap<string, Kind> = new Map()): Table {
  return { kind: 'table', parts, named };
}

function regexKind(node: AnyNode, flags: string): Kind {
  if (/[gy]/.test(flags))
    throw new Doubt(`a regular expression with the flag ${flags} remembers where it stopped`, node);
  return { kind: 'regex' };
}

function kindOfName(node: AnyNode, name: string, { bindings }: Scope): Kind {
  if (CONSTANTS.has(name)) return VALUE;
  const known = bindings.get(name);
  if (known === undefined || known.kind === 'table' || known.kind === 'regex' || known.kind === 'indicator') {
    throw new Doubt(`${name} is not known where it is used`, node);
  }
  return known;
}

function partKind(node: Expression | { type: 'SpreadElement'; argument: Expression }, scope: Scope): Kind {
  if (node.type !== 'SpreadElement') return tablePart(kindOf(node, scope), node);
  const name = node.argument.type === 'Identifier' ? node.argument.name : '';
  const spread = scope.bindings.get(name);
  if (spread?.kind === 'table' && isFlat(spread)) return VALUE;
  throw new Doubt('it runs code when it is loaded', node.argument);
}

/** Rejects methods that refer to `this`: they could change the table. */
function tablePart(kind: Kind, node: AnyNode): Kind {
  if (kind.kind === 'function' && usesThis(kind.node)) throw new Doubt('an object has methods that use this', node);
  return kind;
}

function objectKind(properties: Extract<Expression, { type: 'ObjectExpression' }>['properties'], scope: Scope): Table {
  const named = new Map<string, Kind>();
  const parts = properties.map((property) => {
    if (property.type === 'SpreadElement') return partKind(property, scope);
    if (property.kind !== 'init') throw new Doubt('an object has a getter or setter', property);
    if (property.computed) primitive([property.key], scope);
    const kind = tablePart(kindOf(property.value, scope), property);
    const name = propertyName(property);
    if (name === '__proto__') throw new Doubt('an object has another prototype', property);
    if (name !== null) named.set(name, kind);
    return kind;
  });
  return table(parts, named);
}

function primitive(nodes: readonly Expression[], scope: Scope): Kind {
  for (const node of nodes) {
    if (kindOf(node, scope).kind !== 'value') throw new Doubt('it runs code when it is loaded', node);
  }
  return VALUE;
}

function memberKind(node: Extract<Expression, { type: 'MemberExpression' }>, scope: Scope): Kind {
  const { object } = node;
  const name = propertyName(node);
  if (object.type === 'Super' || name === null) throw new Doubt('it runs code when it is loaded', node);
  if (isFree(object, NAMESPACES, scope)) return VALUE;
  const owner = object.type === 'Identifier' ? scope.bindings.get(object.name) : kindOf(object, scope);
  if (owner?.kind === 'import') return PART_OF_IMPORT;
  const part = owner?.kind === 'table' ? owner.named.get(name) : undefined;
  if (part?.kind === 'value' || (owner?.kind === 'table' && isFlat(owner) && name === 'length')) return VALUE;
  throw new Doubt('it runs code when it is loaded', node);
}

function callKind(node: CallExpression, scope: Scope): Kind {
  const { callee } = node;
  if (isEnum(node)) return table([VALUE]);
  const known = callee.type === 'Super' ? null : pureCall(node, scope);
  if (known !== null) return known;
  throw new Doubt('it runs code when it is loaded', node);
}

/** Classifies a call of a function without effects; null for any other call. */
function pureCall(node: CallExpression, scope: Scope): Kind | null {
  const { callee } = node;
  const given = node.arguments.filter((argument) => argument.type !== 'SpreadElement');
  if (given.length < node.arguments.length) return null;
  if (isFree(callee, CONVERSIONS, scope)) return primitive(given, scope);
  const jbtName = jbtNameOf(callee, scope);
  if (jbtName === 'indicator') return specOf(given, scope);
  if (PARAMETERS.has(jbtName ?? '')) return table(given.map((each) => kindOf(each, scope)));
  if (callee.type !== 'MemberExpression' || callee.object.type === 'Super') return null;
  const name = propertyName(callee);
  if (name === 'with' && isClass(callee.object, scope)) return withParameters(given, scope);
  if (name === 'freeze' && isFree(callee.object, new Set(['Object']), scope)) return frozen(given, scope);
  if (name !== 'random' && isFree(callee.object, NAMESPACES, scope)) return primitive(given, scope);
  return null;
}

function specOf(given: readonly Expression[], scope: Scope): Kind {
  for (const each of given)
    if (kindOf(each, scope).kind !== 'table') throw new Doubt('an indicator is made of what is not known', each);
  return { kind: 'indicator' };
}

function withParameters([given]: readonly Expression[], scope: Scope): Kind | null {
  if (given === undefined) return null;
  const kind = given.type === 'Identifier' ? scope.bindings.get(given.name) : kindOf(given, scope);
  return kind?.kind === 'table' ? { kind: 'class' } : null;
}

function frozen([given]: readonly Expression[], scope: Scope): Kind | null {
  if (given?.type !== 'ArrayExpression' && given?.type !== 'ObjectExpression') return null;
  const kind = kindOf(given, scope);
  return kind.kind === 'table' && isFlat(kind) ? VALUE : kind;
}

function newKind(node: NewExpression, scope: Scope): Kind {
  const { callee } = node;
  if (callee.type !== 'Identifier' || !COLLECTIONS.test(callee.name) || !scope.syntax.free.has(callee.name)) {
    throw new Doubt('it makes an object when it is loaded', node);
  }
  const parts = node.arguments.map((argument) => partKind(argument, scope));
  return table(parts.flatMap((part) => (part.kind === 'table' ? entriesOf(part) : [part])));
}

/** Flattens the pairs that a Map is made of. */
function entriesOf({ parts }: Table): readonly Kind[] {
  return parts.flatMap((part) => (part.kind === 'table' ? part.parts : [part]));
}

function isFree(node: AnyNode, names: ReadonlySet<string>, { syntax }: Scope): boolean {
  return node.type === 'Identifier' && names.has(node.name) && syntax.free.has(node.name);
}

function isClass(node: AnyNode, scope: Scope): boolean {
  if (jbtNameOf(node, scope) === 'Strategy') return true;
  return node.type === 'Identifier' && scope.bindings.get(node.name)?.kind === 'class';
}
