import { createRequire, isBuiltin } from 'node:module';
import { JbtError } from '../../../model/errors.ts';
import { JBT_URL } from '../../system/package.ts';
import { PURE_GLOBALS, type StrategyLinks } from '../../system/strategy-module.ts';
import { RefusedCalls } from './refused-calls.ts';
import { type Hear, watchedDate, watchedIntl, watchedMath } from './watched-globals.ts';

/** True for a part that gives the same every time. */
type Purity = (part: string) => boolean;
type Callable = (...args: unknown[]) => unknown;

const PURE: Purity = () => true;
const NOTED: Purity = () => false;

/** Pure globals of the platform, each with a test for its pure parts. */
const PLATFORM: Readonly<Record<string, Purity>> = {
  AbortController: PURE,
  Buffer: (part) => !part.includes('Unsafe'),
  DOMException: PURE,
  TextDecoder: PURE,
  TextEncoder: PURE,
  URL: (part) => !part.endsWith('ObjectURL'),
  URLSearchParams: PURE,
  atob: PURE,
  btoa: PURE,
  console: PURE,
  queueMicrotask: PURE,
  structuredClone: PURE,
};

/** Pure parts of Node's modules. The use of all others is reported. */
const MODULES: Readonly<Record<string, RegExp>> = {
  assert: /./,
  buffer: /^(?!.*Unsafe)/,
  crypto:
    /^(?:create(?:Hash|Hmac|Cipheriv|Decipheriv)|hash|timingSafeEqual|constants|getHashes|(?:pbkdf2|hkdf|scrypt)Sync)$/,
  events: /./,
  fs: /^constants$/,
  os: /^(?:EOL|constants)$/,
  // Both resolve against the working directory.
  path: /^(?!resolve|relative|posix|win32)/,
  punycode: /./,
  querystring: /./,
  string_decoder: /./,
  url: /^(?!pathToFileURL)/,
  util: /./,
  zlib: /Sync$|^(?:crc32|constants)$/,
};

/** Pure properties of functions. */
const OF_FUNCTIONS = new Set(['prototype', 'name', 'length', 'call', 'apply', 'bind', 'toString']);

/**
 * Proxies of globals and modules for strategies. They report every use that is not known to be pure, and refuse
 * changes. The originals stay untouched.
 */
export class Guards implements StrategyLinks {
  readonly #hear: Hear;
  readonly #given: (module: object, name: string) => void;
  readonly #refused = new RefusedCalls();
  readonly #known = new Map<string, unknown>();
  /** Guards by original. */
  readonly #guards = new WeakMap<object, object>();
  /** Originals by guard. */
  readonly #originals = new WeakMap<object, unknown>();
  #environment: NodeJS.ProcessEnv | null = null;

  /** `given` is called with each module of Node that strategies import. */
  constructor(hear: Hear, given: (module: object, name: string) => void) {
    this.#hear = hear;
    this.#given = given;
  }

  /** Drops the changes that a backtest made to `process.env`. */
  forget(): void {
    this.#environment = null;
  }

  global(name: string): unknown {
    return this.#remember(name, () => this.#makeGlobal(name));
  }

  async module(specifier: string): Promise<object> {
    return specifier === JBT_URL ? import(specifier) : this.#builtin(specifier);
  }

  /** Reports files that are named only at run time: they are neither in the bundle nor in its fingerprint. */
  async load(specifier: string): Promise<unknown> {
    if (specifier === JBT_URL || isBuiltin(specifier)) return this.module(specifier);
    this.#hear('import()');
    return import(specifier);
  }

  #remember<T>(name: string, make: () => T): T {
    if (!this.#known.has(name)) this.#known.set(name, make());
    return this.#known.get(name) as T;
  }

  #makeGlobal(name: string): unknown {
    if (name === 'Math') return watchedMath(this.#hear);
    if (name === 'Date') return watchedDate(this.#hear);
    if (name === 'Intl') return watchedIntl(this.#hear);
    if (name === 'require') return this.#require();
    if (name === 'globalThis' || name === 'global') return this.#globalObject();
    return this.#guard(Reflect.get(globalThis, name), name, PLATFORM[name] ?? NOTED);
  }

  #builtin(specifier: string): object {
    const name = specifier.replace('node:', '');
    return this.#remember(`module ${name}`, () => {
      const pure = MODULES[name.split('/')[0]] ?? /$^/;
      const original: object = createRequire(import.meta.url)(`node:${name}`);
      this.#given(original, name);
      return this.#guardObject(original, name.replace('/', '.'), (part) => pure.test(part));
    });
  }

  #require(): unknown {
    const plain = createRequire(import.meta.url);
    return Object.freeze((specifier: string): unknown => {
      if (isBuiltin(specifier)) return this.#builtin(specifier);
      this.#hear('require()');
      return plain(specifier);
    });
  }

  /** Guard of `globalThis`: each part is guarded like the global of that name. */
  #globalObject(): object {
    const has = (name: string | symbol): boolean => Reflect.has(globalThis, name);
    const get = (name: string | symbol): unknown => {
      if (typeof name === 'symbol' || PURE_GLOBALS.has(name) || !has(name)) return Reflect.get(globalThis, name);
      return this.global(name);
    };
    return new Proxy({}, { ...refusing('globalThis'), has: (_, name) => has(name), get: (_, name) => get(name) });
  }

  #guard(value: unknown, path: string, purity: Purity): unknown {
    if (path === 'process.env') return this.#remember(path, () => this.#guardEnvironment());
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      if (purity === NOTED) this.#hear(path);
      return value;
    }
    // Strategies may compare functions, and call them often.
    const known = this.#guards.get(value);
    if (known !== undefined) return known;
    const guarded = isCallable(value)
      ? this.#guardCallable(value, path, purity)
      : this.#guardObject(value, path, purity);
    this.#guards.set(value, guarded);
    return guarded;
  }

  #guardObject(target: object, path: string, purity: Purity): object {
    const guarded: object = new Proxy(target, {
      ...refusing(path),
      // The default export of a module of Node is the module itself.
      get: (_, part) => (part === 'default' ? guarded : this.#part(target, part, path, purity)),
      has: (_, part) => part === 'default' || Reflect.has(target, part),
    });
    this.#originals.set(guarded, target);
    return guarded;
  }

  #guardCallable(target: Callable, path: string, purity: Purity): object {
    const tell = (): void => {
      if (purity === NOTED) this.#hear(`${path}()`);
    };
    const guarded: object = new Proxy(target, {
      ...refusing(path),
      get: (_, part) => this.#part(target, part, path, purity),
      apply: (_, self, args) => {
        tell();
        const refusal = this.#refused.refusal(path, args);
        if (refusal !== null) throw new JbtError('InvalidStrategy', refusal);
        const returned: unknown = Reflect.apply(target, this.#originals.get(self) ?? self, args);
        this.#refused.hear(path, returned);
        return returned;
      },
      construct(_, args, newTarget) {
        tell();
        return Reflect.construct(target, args, newTarget === guarded ? target : newTarget);
      },
    });
    this.#originals.set(guarded, target);
    return guarded;
  }

  #part(target: object, part: string | symbol, path: string, purity: Purity): unknown {
    const value: unknown = Reflect.get(target, part);
    if (!Reflect.has(target, part)) return value;
    if (typeof part === 'symbol' || (typeof target === 'function' && OF_FUNCTIONS.has(part))) return value;
    // Modules give away globals that are only partly pure.
    if (Object.hasOwn(PLATFORM, part) && value === Reflect.get(globalThis, part)) return this.global(part);
    const name = `${path}.${part}`;
    const found = purity(part) ? PURE : NOTED;
    const fixed = Object.getOwnPropertyDescriptor(target, part);
    if (fixed?.configurable !== false || fixed.writable !== false) return this.#guard(value, name, found);
    // Proxies must return the value of a fixed property as it is.
    if (found === NOTED) this.#hear(typeof value === 'function' ? `${name}()` : name);
    return value;
  }

  /** Copy-on-write per backtest: packages such as `dotenv` write to `process.env`. */
  #guardEnvironment(): object {
    const environment = (): NodeJS.ProcessEnv => {
      this.#environment ??= { ...process.env };
      return this.#environment;
    };
    const hear = (name: string | symbol): void => this.#hear(`process.env.${String(name)}`);
    return new Proxy<NodeJS.ProcessEnv>(
      {},
      {
        get(_, name) {
          if (typeof name === 'string') hear(name);
          return Reflect.get(environment(), name);
        },
        has(_, name) {
          hear(name);
          return Reflect.has(environment(), name);
        },
        ownKeys: () => {
          this.#hear('process.env');
          return Reflect.ownKeys(environment());
        },
        getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(environment(), name),
        set: (_, name, value) => Reflect.set(environment(), name, String(value)),
        deleteProperty: (_, name) => Reflect.deleteProperty(environment(), name),
      },
    );
  }
}

function isCallable(value: object): value is Callable {
  return typeof value === 'function';
}

/** Traps that refuse every change. */
function refusing(path: string): ProxyHandler<object> {
  const refuse = (part: string): never => {
    throw new JbtError('InvalidStrategy', `strategies may not change ${path}${part}`);
  };
  return {
    set: (_, part) => refuse(`.${String(part)}`),
    defineProperty: (_, part) => refuse(`.${String(part)}`),
    deleteProperty: (_, part) => refuse(`.${String(part)}`),
    setPrototypeOf: () => refuse(''),
    preventExtensions: () => refuse(''),
  };
}
