/** Built-in objects by their names. */
const LANGUAGE = `Object Function Array Number Boolean String Symbol BigInt Math JSON Map Set WeakMap WeakSet WeakRef
  FinalizationRegistry Promise Proxy Reflect RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError
  TypeError URIError ArrayBuffer SharedArrayBuffer Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array
  Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array DataView Atomics Date Intl Iterator
  parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
  Buffer URL URLSearchParams TextEncoder TextDecoder AbortController`.split(/\s+/);

/** An object that a strategy can reach, and that other backtests of the thread use too. */
interface SharedObject {
  readonly object: object;
  /** As an author would write it. */
  readonly name: string;
  /** Objects that inherit from it may have properties of the same names, which they could not if it were frozen. */
  readonly isInherited: boolean;
}

interface KnownPart {
  readonly owner: SharedObject;
  readonly key: string | symbol;
  readonly descriptor: PropertyDescriptor;
}

interface ExtensibleObject {
  readonly owner: SharedObject;
  readonly keys: readonly (string | symbol)[];
  readonly parent: object | null;
}

/** As they are before any strategy is loaded. */
const { defineProperty, deleteProperty, get, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } =
  Reflect;
const { is } = Object;

/**
 * The objects that all backtests of a thread share: built-in ones, and those given. It finds out what a backtest has
 * changed in them.
 */
export class Realm {
  #objects: readonly SharedObject[];
  #parts: readonly KnownPart[] = [];
  #extensible: readonly ExtensibleObject[] = [];

  constructor(given: Readonly<Record<string, object>>) {
    // Whoever looks for callers sets it and puts it back; then it must have been there.
    if (!Object.hasOwn(Error, 'prepareStackTrace')) Object.assign(Error, { prepareStackTrace: undefined });
    this.#objects = reachable({ ...builtIns(), ...given });
    this.look();
  }

  /**
   * Makes the objects as hard to change as honest code allows: what nothing inherits from is frozen; from the rest
   * nothing can be taken and nothing added. Comparing is then a matter of a few values. It cannot be undone.
   */
  harden(): void {
    for (const { object, isInherited } of this.#objects) {
      if (isInherited) Object.seal(object);
      else Object.freeze(object);
    }
    this.look();
  }

  /** Watches the prototypes of classes that a strategy was given as well. */
  addPrototypes(module: object, name: string): void {
    const known = new Set(this.#objects.map(({ object }) => object));
    const added = Reflect.ownKeys(module).flatMap((key) => {
      const { value } = Object.getOwnPropertyDescriptor(module, key) ?? {};
      const object: unknown = typeof value === 'function' ? value.prototype : null;
      return isObject(object) && !known.has(object)
        ? [{ object, name: `${name}.${String(key)}.prototype`, isInherited: true }]
        : [];
    });
    this.#objects = [...this.#objects, ...added];
    this.look();
  }

  /** Remembers everything as it is now. */
  look(): void {
    this.#parts = this.#objects.flatMap((owner) =>
      ownKeys(owner.object).flatMap((key) => {
        const descriptor = getOwnPropertyDescriptor(owner.object, key);
        return descriptor === undefined || isFixed(descriptor) ? [] : [{ owner, key, descriptor }];
      }),
    );
    this.#extensible = this.#objects
      .filter(({ object }) => Object.isExtensible(object))
      .map((owner) => ({ owner, keys: ownKeys(owner.object), parent: getPrototypeOf(owner.object) }));
  }

  /** The name of an object that has changed since the last look; null when none has. Trusts no built-in method. */
  changed(): string | null {
    for (let i = 0; i < this.#parts.length; i++) {
      if (hasChanged(this.#parts[i])) return this.#parts[i].owner.name;
    }
    for (let i = 0; i < this.#extensible.length; i++) {
      const { owner, keys, parent } = this.#extensible[i];
      if (ownKeys(owner.object).length !== keys.length || getPrototypeOf(owner.object) !== parent) return owner.name;
    }
    return null;
  }

  /** Puts everything back as it was at the last look: first what was there, without trust in any built-in method. */
  restore(): void {
    for (let i = 0; i < this.#parts.length; i++) {
      const { owner, key, descriptor } = this.#parts[i];
      if (hasChanged(this.#parts[i])) defineProperty(owner.object, key, descriptor);
    }
    for (let i = 0; i < this.#extensible.length; i++) {
      setPrototypeOf(this.#extensible[i].owner.object, this.#extensible[i].parent);
    }
    for (const { owner, keys } of this.#extensible) {
      const known = new Set(keys);
      for (const key of ownKeys(owner.object)) if (!known.has(key)) deleteProperty(owner.object, key);
    }
  }
}

function hasChanged({ owner: { object }, key, descriptor }: KnownPart): boolean {
  if (descriptor.configurable === false) return !is(get(object, key), descriptor.value);
  const now = getOwnPropertyDescriptor(object, key);
  if (now === undefined || now.get !== descriptor.get || now.set !== descriptor.set) return true;
  if (now.enumerable !== descriptor.enumerable || now.writable !== descriptor.writable) return true;
  return !is(now.value, descriptor.value);
}

/** Can never change again. */
function isFixed({ configurable, writable, get, set }: PropertyDescriptor): boolean {
  return configurable === false && (writable === false || get !== undefined || set !== undefined);
}

function builtIns(): Readonly<Record<string, object>> {
  const named = LANGUAGE.flatMap((name) => {
    const found: unknown = Reflect.get(globalThis, name);
    return isObject(found) ? [[name, found] as const] : [];
  });
  const nameless: Readonly<Record<string, object>> = {
    'the prototype of generators': (function* () {})(),
    'the prototype of async generators': (async function* () {})(),
    'the prototype of async functions': async () => {},
    'the prototype of iterators': [].values(),
    'the prototype of iterators of Map': new Map().values(),
    'the prototype of iterators of Set': new Set().values(),
    'the prototype of iterators of String': ''[Symbol.iterator](),
    'the prototype of iterators of RegExp': ''.matchAll(/./g),
  };
  const prototypes = Object.entries(nameless).map(([name, { __proto__: found }]: [string, { __proto__?: object }]) => [
    name,
    found ?? {},
  ]);
  return Object.fromEntries([...named, ...prototypes]);
}

/** Everything that can be had from the given objects, each once, under the first name it is found by. */
function reachable(given: Readonly<Record<string, object>>): readonly SharedObject[] {
  const found = new Map<object, SharedObject>();
  const waiting: SharedObject[] = Object.entries(given).map(([name, object]) => sharedObject(name, object));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.has(next.object)) continue;
    found.set(next.object, next);
    waiting.push(...partsOf(next));
  }
  return [...found.values()];
}

function partsOf({ object, name }: SharedObject): readonly SharedObject[] {
  if (ArrayBuffer.isView(object)) return [];
  const parts = Reflect.ownKeys(object).flatMap((key) => {
    const { value, get, set } = Object.getOwnPropertyDescriptor(object, key) ?? {};
    return [value, get, set].filter(isObject).map((part) => sharedObject(`${name}.${String(key)}`, part));
  });
  const parent: unknown = Object.getPrototypeOf(object);
  return isObject(parent)
    ? [...parts, { ...sharedObject(`the prototype of ${name}`, parent), isInherited: true }]
    : parts;
}

function sharedObject(name: string, object: object): SharedObject {
  const isInherited = Object.hasOwn(object, 'prototype') || (name.includes('prototype') && !isMethod(object));
  return { name, object, isInherited };
}

function isMethod(object: object): boolean {
  return typeof object === 'function' && object !== Function.prototype;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
