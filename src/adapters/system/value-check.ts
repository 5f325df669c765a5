/** The first part of a value that cannot be stored. */
export interface Unkeepable {
  /** The path of the part, such as `value.trades[3].onFill`. */
  readonly path: string;
  readonly what: string;
}

/** Limit of nesting, well within the stack. */
const DEEPEST = 1_000;

/** Finds a part of a value that cannot be stored, such as a function; null for none. */
export function findUnkeepable(value: unknown): Unkeepable | null {
  return look(value, 'value', { seen: new Set(), depth: 0 });
}

interface Search {
  readonly seen: Set<object>;
  depth: number;
}

function look(value: unknown, path: string, search: Search): Unkeepable | null {
  if (typeof value === 'function') return { path, what: `the function ${value.name || 'without a name'}` };
  if (typeof value === 'symbol') return { path, what: 'a symbol' };
  if (typeof value !== 'object' || value === null || search.seen.has(value)) return null;
  if (search.depth >= DEEPEST) return { path: `${path.slice(0, 40)}...`, what: `nested deeper than ${DEEPEST}` };
  search.seen.add(value);
  search.depth += 1;
  const found = lookInside(value, path, search);
  search.depth -= 1;
  return found;
}

function lookInside(value: object, path: string, search: Search): Unkeepable | null {
  switch (Object.getPrototypeOf(value)) {
    case Array.prototype:
      return Array.isArray(value) ? lookInArray(value, path, search) : null;
    case Object.prototype:
    case null:
      return lookInObject(value, path, search);
    case Map.prototype:
      return value instanceof Map ? lookInMap(value, path, search) : null;
    case Set.prototype:
      return value instanceof Set ? lookInSet(value, path, search) : null;
    case Date.prototype:
      return null;
  }
  return isBytes(value) ? null : { path, what: `an instance of ${classOf(value)}` };
}

function lookInArray(array: readonly unknown[], path: string, search: Search): Unkeepable | null {
  for (let i = 0; i < array.length; i++) {
    // Most arrays are long lists of numbers, which need no path.
    const part = array[i];
    if (typeof part === 'number' || typeof part === 'string') continue;
    const found = look(part, `${path}[${i}]`, search);
    if (found !== null) return found;
  }
  return null;
}

function lookInObject(record: object, path: string, search: Search): Unkeepable | null {
  if (Object.getOwnPropertySymbols(record).length > 0) return { path, what: 'an object with a symbol for a key' };
  for (const [name, part] of Object.entries(record)) {
    const found = look(part, pathOf(path, name), search);
    if (found !== null) return found;
  }
  return null;
}

function lookInMap(map: ReadonlyMap<unknown, unknown>, path: string, search: Search): Unkeepable | null {
  for (const [key, part] of map) {
    const found = look(key, `${path}.keys()`, search) ?? look(part, `${path}.get(${nameOf(key)})`, search);
    if (found !== null) return found;
  }
  return null;
}

function lookInSet(set: ReadonlySet<unknown>, path: string, search: Search): Unkeepable | null {
  for (const part of set) {
    const found = look(part, `${path}.values()`, search);
    if (found !== null) return found;
  }
  return null;
}

/** True for typed arrays, DataView, ArrayBuffer and Buffer, but no other subclass. */
function isBytes(value: object): boolean {
  if (value instanceof ArrayBuffer) return Object.getPrototypeOf(value) === ArrayBuffer.prototype;
  if (!ArrayBuffer.isView(value)) return false;
  const type: unknown = Reflect.get(globalThis, classOf(value));
  return typeof type === 'function' && type.prototype === Object.getPrototypeOf(value);
}

function classOf(value: object): string {
  const type: unknown = Reflect.get(value, 'constructor');
  return typeof type === 'function' && type.name !== '' ? type.name : 'a class';
}

function pathOf(path: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function nameOf(key: unknown): string {
  return typeof key === 'string' ? JSON.stringify(key) : typeof key === 'object' ? 'object' : String(key);
}
