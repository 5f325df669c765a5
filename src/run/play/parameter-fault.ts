import type { Parameter } from '../../model/parameter.ts';
import { shown } from '../batch/problems.ts';

const NUMBERS = '(min, max, default, step?)';
const TYPES: ReadonlySet<unknown> = new Set<Parameter['type']>(['int', 'float', 'categorical']);
const DECLARATIONS = `int${NUMBERS}, float${NUMBERS} or categorical(options, default?)`;

/** What is wrong with the parameters that a strategy declares, in words; null when nothing is. */
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

/** The order of the arguments goes before what is wrong: most often they are swapped. */
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

/** JSON has no NaN and no infinities. */
function text(value: unknown): string {
  return typeof value === 'number' ? String(value) : shown(value);
}
