/** Globals of ECMAScript that are pure and stateless. The executor guards all others. */
export const PURE_GLOBALS: ReadonlySet<string> = new Set(
  `Object Array Number Boolean String Symbol BigInt JSON Map Set WeakMap WeakSet Promise Proxy Reflect RegExp Iterator
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError
  ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float16Array Float32Array Float64Array BigInt64Array BigUint64Array
  parseInt parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
  undefined NaN Infinity eval`.split(/\s+/),
);

/** Module of a bundle: its default export evaluates the strategies anew with each call. */
export interface StrategyModule {
  readonly default: (environment: StrategyEnvironment) => Promise<Readonly<Record<string, unknown>>>;
  readonly needs: StrategyNeeds;
}

/** Requirements of a bundle. */
interface StrategyNeeds {
  readonly globals: readonly string[];
  readonly modules: readonly { readonly specifier: string; readonly names: readonly string[] }[];
  /** Positions of calls of `eval`, which cannot be replaced. */
  readonly evaluations: readonly Place[];
  /** True if all jobs of a thread may share one evaluation. */
  readonly isShared: boolean;
}

/** Position in a file: the line from 1, the column from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Environment of the code of a bundle. */
interface StrategyEnvironment {
  readonly globals: Readonly<Record<string, unknown>>;
  readonly modules: Readonly<Record<string, unknown>>;
  /** Replaces `import(...)`. */
  readonly load: (specifier: string) => Promise<unknown>;
  /** Sets the name of a class to the one in the source. */
  readonly named: (found: unknown, name: string) => unknown;
}

/** Source of the globals and modules of a bundle. */
export interface StrategyLinks {
  global(name: string): unknown;
  /** Returns a module that the bundle imports: jbt, or one of Node. */
  module(specifier: string): Promise<object>;
  load(specifier: string): Promise<unknown>;
}

/** Evaluates a bundle. Returns the default exports of its strategies by name. */
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

/** Uses the words of Node. */
function notExported(specifier: string, name: string): SyntaxError {
  const module = specifier.startsWith('file:') ? 'jbt-runner' : specifier;
  return new SyntaxError(`The requested module '${module}' does not provide an export named '${name}'`);
}

function named(found: unknown, name: string): unknown {
  if (typeof found !== 'function') return found;
  return Object.defineProperty(found, 'name', { value: name });
}
