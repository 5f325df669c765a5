import { JbtError } from '../../model/errors.ts';
import type { Parameter, Parameters, ParameterValue, ParameterValues } from '../../model/parameter.ts';

type NumberParameter = Extract<Parameter, { type: 'int' | 'float' }>;

/** A whole-number parameter from `min` to `max`. */
export function int(min: number, max: number, defaultValue: number, step?: number): NumberParameter {
  return { type: 'int', min, max, default: defaultValue, ...(step === undefined ? {} : { step }) };
}

/** A parameter from `min` to `max`. */
export function float(min: number, max: number, defaultValue: number, step?: number): NumberParameter {
  return { type: 'float', min, max, default: defaultValue, ...(step === undefined ? {} : { step }) };
}

/** A parameter with a list of options. The default is the first one unless another is named. */
export function categorical<const Option extends ParameterValue>(
  options: readonly [Option, ...Option[]],
  defaultValue: Option = options[0],
): { readonly type: 'categorical'; readonly options: readonly Option[]; readonly default: Option } {
  return { type: 'categorical', options, default: defaultValue };
}

/** The types of the values that declared parameters take. */
export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends { type: 'categorical'; options: readonly (infer Option)[] } ? Option : number;
};

/** Resolves parameter values: the job's win over the DNA's, and those over the defaults. */
export function resolveParameters(declared: Parameters, dna: string, chosen: ParameterValues): ParameterValues {
  const defaults = Object.fromEntries(Object.entries(declared).map(([name, parameter]) => [name, parameter.default]));
  const known = Object.fromEntries(Object.entries(chosen).filter(([name]) => name in declared));
  return { ...defaults, ...(dna === '' ? {} : decodeDna(declared, dna)), ...known };
}

/**
 * Reads Jesse's two forms of DNA: base64 of a JSON object of values, or one character a parameter, whose code from
 * 40 to 119 stands for the way from min to max. Throws InvalidStrategy when it is neither.
 */
export function decodeDna(declared: Parameters, dna: string): ParameterValues {
  return decodeJsonDna(dna) ?? decodeCharacterDna(declared, dna);
}

function decodeJsonDna(dna: string): ParameterValues | null {
  try {
    const values: unknown = JSON.parse(decodeBase64(dna));
    return typeof values === 'object' && values !== null ? (values as ParameterValues) : null;
  } catch {
    return null;
  }
}

function decodeCharacterDna(declared: Parameters, dna: string): ParameterValues {
  const names = Object.keys(declared);
  if (dna.length !== names.length) {
    throw new JbtError(
      'InvalidStrategy',
      `the DNA ${JSON.stringify(dna)} has ${dna.length} genes for ${names.length} parameters`,
    );
  }
  return Object.fromEntries(names.map((name, i) => [name, decodeGene(declared[name], dna.charCodeAt(i))]));
}

function decodeGene(parameter: Parameter, code: number): ParameterValue {
  if (parameter.type === 'categorical') {
    const index = Math.round(scaleNumber(119, 40, parameter.options.length - 1, 0, code));
    return parameter.options[index] ?? parameter.default;
  }
  const value = scaleNumber(119, 40, parameter.max, parameter.min, code);
  return parameter.type === 'int' ? roundHalfToEven(value) : value;
}

/** Scales `value` from the range `oldMin` to `oldMax` to the range `newMin` to `newMax`. */
export function scaleNumber(oldMax: number, oldMin: number, newMax: number, newMin: number, value: number): number {
  return ((value - oldMin) * (newMax - newMin)) / (oldMax - oldMin) + newMin;
}

/** Python's rounding: halves go to the even neighbour. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Decodes base64 of UTF-8; throws a RangeError for other characters. */
function decodeBase64(text: string): string {
  let bits = 0;
  let held = 0;
  let encoded = '';
  for (const character of text.replace(/=+$/, '')) {
    const value = BASE64.indexOf(character);
    if (value < 0) throw new RangeError(`${character} is not base64`);
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    encoded += `%${((held >> bits) & 255).toString(16).padStart(2, '0')}`;
    held &= (1 << bits) - 1;
  }
  return decodeURIComponent(encoded);
}
