import { StrategyHooks } from '../../engine/strategy/hooks.ts';
import { resolveParameters } from '../../engine/strategy/parameters.ts';
import { Strategy, type StrategyClass } from '../../engine/strategy/strategy.ts';
import type { Parameter, ParameterValues } from '../../model/parameter.ts';
import { shown } from '../batch/problems.ts';
import { nearest } from '../text/nearest.ts';

const HOOKS = Object.getOwnPropertyNames(StrategyHooks.prototype).filter((name) => name !== 'constructor');
/** Jesse's names of settings that jbt calls otherwise. */
const SETTINGS = { stop_loss: 'stopLoss', take_profit: 'takeProfit' } as const;

/** A class that was found to extend Strategy. */
export type FoundStrategy = StrategyClass & { readonly prototype: Strategy };

/** Review of a strategy class before it plays. */
export interface StrategyReview {
  /** Reason why it cannot be played; null if it can. */
  readonly fault: string | null;
  /** Members that seem meant for jbt but will be ignored. */
  readonly warnings: readonly string[];
}

export function reviewStrategy(found: FoundStrategy): StrategyReview {
  const members = membersOf(found);
  const fault = asyncFault(members) ?? parameterFault(found.parameters);
  return { fault, warnings: [...misnamedHooks(members), ...misnamedSettings(found, members)] };
}

/** Values of the parameters that a job does not choose. A DNA that is only known within a session is left out. */
export function defaultsOf({ parameters, prototype }: FoundStrategy): ParameterValues {
  try {
    const dna: unknown = prototype.dna();
    return resolveParameters(parameters, typeof dna === 'string' ? dna : '', {});
  } catch {
    return resolveParameters(parameters, '', {});
  }
}

/** Collects the members of the class and its bases below Strategy, by name; undefined for accessors. */
function membersOf(found: FoundStrategy): ReadonlyMap<string, unknown> {
  const members = new Map<string, unknown>();
  for (const { prototype } of levelsOf(found)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (!members.has(name)) members.set(name, value);
    }
  }
  return members;
}

/** Lists the class and its bases below Strategy. */
function levelsOf(found: FoundStrategy): readonly FoundStrategy[] {
  const levels: FoundStrategy[] = [];
  for (let level = found; level.prototype instanceof Strategy; level = Object.getPrototypeOf(level)) levels.push(level);
  return levels;
}

function asyncFault(members: ReadonlyMap<string, unknown>): string | null {
  const async = HOOKS.find((hook) => /^\[object Async/.test(Object.prototype.toString.call(members.get(hook))));
  if (async === undefined) return null;
  return `${async} is async: hooks must not be, for no bar waits for them; await at the top of the file instead`;
}

/**
 * Finds methods that were probably meant to be hooks. If the resembled hook exists too, the method is a helper of it.
 */
function misnamedHooks(members: ReadonlyMap<string, unknown>): readonly string[] {
  const names = [...members.keys()].filter((name) => typeof members.get(name) === 'function');
  const absent = HOOKS.filter((hook) => !members.has(hook));
  return names.flatMap((name) => {
    if (name in Strategy.prototype) return [];
    if (name === 'hyperparameters') return [`jbt never calls ${name}; declare parameters with Strategy.with({ ... })`];
    const hook = hookMeantBy(name, absent);
    return hook === null ? [] : [`jbt never calls ${name}; did you mean ${hook}?`];
  });
}

/** Finds the hook that a misspelt name means. Strict: neither `filter1` nor `closePosition` is a misspelt hook. */
function hookMeantBy(name: string, hooks: readonly string[]): string | null {
  const { length } = name.replaceAll('_', '');
  const steps = length < 8 ? 0 : length < 14 ? 1 : 2;
  const start = name.slice(0, 2).toLowerCase();
  return nearest(
    name,
    hooks.filter((hook) => hook.startsWith(start)),
    steps,
  );
}

/** Finds assignments under Jesse's names to undeclared members, which JavaScript allows. */
function misnamedSettings(found: FoundStrategy, members: ReadonlyMap<string, unknown>): readonly string[] {
  const code = levelsOf(found)
    .map((level) => Function.prototype.toString.call(level))
    .join('\n');
  return Object.entries(SETTINGS).flatMap(([name, meant]) => {
    const isAssigned = new RegExp(`\\bthis\\.${name}\\s*=(?!=)`).test(code);
    const isDeclared = members.has(name) || new RegExp(`^\\s*${name}\\b`, 'm').test(code);
    return isAssigned && !isDeclared ? [`jbt never reads this.${name}; did you mean this.${meant}?`] : [];
  });
}

const NUMBERS = '(min, max, default, step?)';
const TYPES: ReadonlySet<unknown> = new Set<Parameter['type']>(['int', 'float', 'categorical']);
const DECLARATIONS = `int${NUMBERS}, float${NUMBERS} or categorical(options, default?)`;

/** Returns what is wrong with declared parameters; null if nothing is. */
export function parameterFault(declared: unknown): string | null {
  if (!isRecord(declared)) return `parameters: found ${text(declared)}, allowed: { name: int${NUMBERS}, ... }`;
  for (const [name, parameter] of Object.entries(declared)) {
    const fault = faultOf(parameter);
    if (fault !== null) return `parameter ${name}: ${fault}`;
  }
  return null;
}

function faultOf(found: unknown): string | null {
  if (!isParameter(found)) return `found ${text(found)}, allowed: ${DECLARATIONS}`;
  if (found.type === 'categorical') return within('categorical(options, default?)', optionsFault(found));
  return within(`${found.type}${NUMBERS}`, numberFault(found));
}

/** Shows the order of arguments before the fault: most often they are swapped. */
function within(declaration: string, fault: string | null): string | null {
  return fault === null ? null : `${declaration}: ${fault}`;
}

function numberFault(parameter: Extract<Parameter, { type: 'int' | 'float' }>): string | null {
  const { type, min, max, default: defaultValue, step = 1 } = parameter;
  const isRight = type === 'int' ? Number.isSafeInteger : Number.isFinite;
  const wrong = Object.entries({ min, max, default: defaultValue, step }).find(([, value]) => !isRight(value));
  if (wrong !== undefined) return `${wrong[0]} ${text(wrong[1])} is no ${type === 'int' ? 'whole ' : ''}number`;
  if (min > max) return `min ${min} is above max ${max}`;
  if (defaultValue < min || defaultValue > max) return `default ${defaultValue} is not from ${min} to ${max}`;
  return step > 0 ? null : `step ${step} is not above 0`;
}

function optionsFault({ options, default: chosen }: Extract<Parameter, { type: 'categorical' }>): string | null {
  if (!Array.isArray(options)) return `options ${text(options)} are no list`;
  if (options.length === 0) return 'options are empty';
  const wrong = options.findIndex((option) => !isValue(option));
  if (wrong >= 0) return `option ${text(options[wrong])} is no number, text or truth value`;
  const twice = options.find((option, index) => options.indexOf(option) !== index);
  if (twice !== undefined) return `option ${text(twice)} is there twice`;
  return options.includes(chosen) ? null : `default ${text(chosen)} is not one of ${options.map(text).join(', ')}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isParameter(found: unknown): found is Parameter {
  return isRecord(found) && TYPES.has(found.type);
}

function isValue(option: unknown): boolean {
  return Number.isFinite(option) || typeof option === 'string' || typeof option === 'boolean';
}

/** Formats a value; JSON has no NaN and no infinities. */
function text(value: unknown): string {
  return typeof value === 'number' ? String(value) : shown(value);
}
