import * as z from 'zod';
import type { ParameterValue } from '../../model/parameter.ts';
import { parameterValues } from './fields.ts';
import { rangeValues } from './grid.ts';
import { allowed, pathText, reservedKeys } from './problems.ts';

/** Texts of a flag, which can be given repeatedly. */
export function textsOf(found: unknown): readonly unknown[] {
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** Schema of a setting for a flag: text that the schema refuses is read as a number or a boolean. */
export function fromText<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (found) => (typeof found === 'string' && !schema.safeParse(found).success ? scalar(found) : found),
    schema,
  );
}

/** `8`, `true`, or the text itself. */
function scalar(text: string): ParameterValue {
  if (text === 'true' || text === 'false') return text === 'true';
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** A list of what one flag gives each time. */
export function repeated<Schema extends z.ZodType>(item: Schema) {
  return z.preprocess(textsOf, z.array(item));
}

const NAME_AND_VALUES = /^([^=]+)=(.+)$/;
const NUMBER = '(-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)';
const RANGE = new RegExp(`^${NUMBER}\\.\\.${NUMBER}(?::${NUMBER})?$`);

/** Parameters as flags give them: `fast=8,12`, `slow=20..60:10`. */
export const assignments = z.preprocess(readAssignments, z.record(z.string(), parameterValues));

function readAssignments(found: unknown, context: z.RefinementCtx): unknown {
  const entries = textsOf(found).flatMap((text) => assignmentOf(text, context));
  const names = entries.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(context, found, `${twice} is set twice, allowed: --set ${twice}=VALUE,VALUE`);
  const assigned = Object.fromEntries(entries);
  const [reserved] = reservedKeys(assigned);
  if (reserved !== undefined) refuse(context, found, `${pathText(reserved.path)}: ${reserved.message}`);
  return assigned;
}

function assignmentOf(text: unknown, context: z.RefinementCtx): readonly (readonly [string, unknown])[] {
  const [, name, values] = NAME_AND_VALUES.exec(String(text)) ?? [];
  if (name !== undefined) return [[name, values.split(',').flatMap((word) => valuesOf(word, context))]];
  refuse(context, text, allowed('NAME=VALUES, such as fast=8,12')({ input: text }));
  return [];
}

function valuesOf(word: string, context: z.RefinementCtx): readonly ParameterValue[] {
  const range = RANGE.exec(word);
  if (range === null) return [scalar(word)];
  const [, from, to, step] = range;
  const values = rangeValues(Number(from), Number(to), step === undefined ? undefined : Number(step));
  if (typeof values !== 'string') return values;
  refuse(context, word, values);
  return [];
}

function refuse(context: z.RefinementCtx, input: unknown, message: string): void {
  context.addIssue({ code: 'custom', message, input });
}
