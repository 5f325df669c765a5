import { createRequire, syncBuiltinESMExports } from 'node:module';
import { callerWithin } from './caller.ts';

/** Hears that something impurityWatch of a backtest is used, before it is. */
type Hear = (what: string) => void;
type Undo = () => void;
type Callable = (...args: unknown[]) => unknown;

/** Modules of Node whose functions, all or those of a name, reach impurityWatch or differ from call to call. */
const MODULES: Readonly<Record<string, RegExp>> = {
  fs: /./,
  'fs/promises': /./,
  child_process: /./,
  crypto: /^(?:random|generate|getRandomValues)/,
  dgram: /./,
  dns: /./,
  http: /^(?:get|request|createServer)$/,
  https: /^(?:get|request|createServer)$/,
  http2: /^connect$/,
  net: /^(?:connect|createConnection|createServer)$/,
  os: /./,
  tls: /^connect$/,
};

/**
 * Sees what strategies take from impurityWatch of their backtest: the clock, chance, the environment, files, the network.
 * Only calls by the strategies' own code count, not those of jbt or Node. Local time and locale are no secret: results
 * are kept under them.
 */
export class ImpurityWatch {
  readonly #url: string;
  readonly #undo: Undo[];
  /** What was used while the strategies were loaded, which all jobs of the thread may have seen. */
  readonly #onLoad = new Set<string>();
  #heard: Set<string> | null = null;

  /** `url` is the module of the strategies, `builtins` the modules of Node it imports. */
  constructor(url: string, builtins: readonly string[]) {
    this.#url = url;
    const hear = (what: string) => this.#hear(what);
    this.#undo = [...watchGlobals(hear), ...builtins.flatMap((name) => watchModule(name.replace('node:', ''), hear))];
    syncBuiltinESMExports();
  }

  /** Listens while the strategies are loaded. */
  listenOnLoad(): void {
    this.#heard = this.#onLoad;
  }

  /** Listens while a job is played. */
  listen(): void {
    this.#heard = new Set(this.#onLoad);
  }

  /** What was heard of the job, in words. */
  takeImpurities(): readonly string[] {
    const impurities = [...(this.#heard ?? [])];
    this.#heard = null;
    return impurities;
  }

  close(): void {
    for (const undo of [...this.#undo].reverse()) undo();
    syncBuiltinESMExports();
  }

  #hear(what: string): void {
    const heard = this.#heard;
    if (heard === null || heard.has(what)) return;
    // Finding the caller may itself read files.
    this.#heard = null;
    const place = callerWithin(this.#url);
    this.#heard = heard;
    if (place !== null) heard.add(`it uses ${what} (${place})`);
  }
}

function watchGlobals(hear: Hear): readonly Undo[] {
  return [
    ...watchDate(hear),
    watchCall(Math, 'random', 'Math.random()', hear),
    watchCall(performance, 'now', 'performance.now()', hear),
    watchCall(process, 'hrtime', 'process.hrtime()', hear),
    watchCall(process, 'uptime', 'process.uptime()', hear),
    watchCall(process, 'cwd', 'process.cwd()', hear),
    watchCall(crypto, 'getRandomValues', 'crypto.getRandomValues()', hear),
    watchCall(crypto, 'randomUUID', 'crypto.randomUUID()', hear),
    watchCall(globalThis, 'fetch', 'fetch()', hear),
    watchEnvironment(hear),
  ];
}

function watchDate(hear: Hear): readonly Undo[] {
  const Plain = Date;
  // A function, not a proxy: `new Date(time)` is common, and through a proxy takes eight times as long.
  function Watched(this: unknown, ...args: readonly unknown[]): Date | string {
    if (new.target === undefined) {
      hear('Date()');
      return Plain();
    }
    if (args.length === 0) hear('new Date()');
    return Reflect.construct(Plain, args, new.target === Watched ? Plain : new.target);
  }
  const statics = Object.getOwnPropertyDescriptors(Plain);
  Object.defineProperties(Watched, statics);
  return [
    watchCall(Watched, 'now', 'Date.now()', hear),
    replace(globalThis, 'Date', Watched),
    replace(Plain.prototype, 'constructor', Watched),
  ];
}

function watchEnvironment(hear: Hear): Undo {
  return replace(
    process,
    'env',
    new Proxy(process.env, {
      get(env, name) {
        if (typeof name === 'string') hear(`process.env.${name}`);
        return Reflect.get(env, name);
      },
      has(env, name) {
        hear(`process.env.${String(name)}`);
        return Reflect.has(env, name);
      },
      ownKeys(env) {
        hear('process.env');
        return Reflect.ownKeys(env);
      },
    }),
  );
}

function watchModule(name: string, hear: Hear): readonly Undo[] {
  const names = MODULES[name];
  if (names === undefined) return [];
  const module: Record<string, unknown> = createRequire(import.meta.url)(`node:${name}`);
  const calls = Object.keys(module).filter((call) => names.test(call) && isReplaceable(module, call));
  return calls.map((call) => watchCall(module, call, `${name}.${call}()`, hear));
}

function isReplaceable(module: object, name: string): boolean {
  const { writable, value } = Object.getOwnPropertyDescriptor(module, name) ?? {};
  return writable === true && typeof value === 'function';
}

/** A proxy keeps what else there is about the function: its name, properties, being a class. */
function watchCall(owner: object, name: string, what: string, hear: Hear): Undo {
  const plain: Callable = Reflect.get(owner, name);
  const watched = new Proxy(plain, {
    apply(call, self, args) {
      hear(what);
      return Reflect.apply(call, self, args);
    },
    construct(call, args, target) {
      hear(what);
      return Reflect.construct(call, args, target);
    },
  });
  return replace(owner, name, watched);
}

function replace(owner: object, name: string, value: unknown): Undo {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, {
    value,
    writable: true,
    configurable: true,
    enumerable: before?.enumerable ?? true,
  });
  return () => {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  };
}
