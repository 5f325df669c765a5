/** Globals of the language that depend on nothing and keep nothing; the executor guards all others. */
export const PURE_GLOBALS: ReadonlySet<string> = new Set(
  `Object Array Number Boolean String Symbol BigInt JSON Map Set WeakMap WeakSet Promise Proxy Reflect RegExp Iterator
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
  ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float16Array Float32Array Float64Array BigInt64Array BigUint64Array
  parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
  undefined NaN Infinity eval`.split(/\s+/),
);

/** A bundle of strategies: it evaluates them anew whenever it is called. */
export interface StrategyModule {
  readonly default: (environment: StrategyEnvironment) => Promise<Readonly<Record<string, unknown>>>;
  readonly needs: StrategyNeeds;
}

/** What a bundle asks of its environment. */
interface StrategyNeeds {
  readonly globals: readonly string[];
  readonly modules: readonly { readonly specifier: string; readonly names: readonly string[] }[];
  /** Places that call `eval`, which no environment can replace. */
  readonly evaluations: readonly Place[];
  /** Whether all jobs of a thread may use what one evaluation returns. */
  readonly isShared: boolean;
}

/** In a file, the line from 1, the column from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What the code of a bundle finds around it. */
interface StrategyEnvironment {
  readonly globals: Readonly<Record<string, unknown>>;
  readonly modules: Readonly<Record<string, unknown>>;
  /** Stands for `import(...)`. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** Gives a class the name that its author wrote. */
  readonly named: (found: unknown, name: string) => unknown;
}

/** How a bundle is connected: where its globals and modules come from. */
export interface StrategyLinks {
  global(name: string): unknown;
  /** A module that the bundle imports: jbt, or one of Node. */
  module(specifier: string): Promise<object>;
  load(specifier: string): Promise<unknown>;
}

/** Evaluates a bundle, and returns what its strategies export by default, by their names. */
export async function evaluateStrategies(
  { default: evaluate, needs }: StrategyModule,
  links: StrategyLinks,
): Promise<Readonly<Record<string, unknown>>> {
  const modules: Record<string, unknown> = {};
  for (const { specifier, names } of needs.modules) {
    const module = await links.module(specifier);
    const missing = names.find((name) => !(name in module));
    if (missing !== undefined) throw notExported(specifier, missing);
    modules[specifier] = module;
  }
  const globals = Object.fromEntries(needs.globals.map((name) => [name, links.global(name)]));
  return evaluate({ globals, modules, load: (specifier) => links.load(specifier), named });
}

/** In the words of Node. */
function notExported(specifier: string, name: string): SyntaxError {
  const module = specifier.startsWith('file:') ? 'jbt' : specifier;
  return new SyntaxError(`The requested module '${module}' does not provide an export named '${name}'`);
}

function named(found: unknown, name: string): unknown {
  if (typeof found !== 'function') return found;
  return Object.defineProperty(found, 'name', { value: name });
}
