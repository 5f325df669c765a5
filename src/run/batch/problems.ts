import type { z } from 'zod';
import { suggestion } from '../text/nearest.ts';

/** The path to a value inside a document. */
export type DocumentPath = readonly PropertyKey[];

/** A mistake at one place of a document. */
export interface Problem {
  readonly path: DocumentPath;
  readonly message: string;
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Issue = z.core.$ZodIssue;

/** A value as a person wrote it, shortened. */
export function shown(value: unknown): string {
  // JSON has no word for NaN.
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** `backtests[1].parameters.fast` */
export function pathText(path: DocumentPath): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text.replace(/^\./, '');
}

/** Error message of a schema: the value found and the values allowed. */
export function allowed(what: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => (input === undefined ? `missing, must be ${what}` : `found ${shown(input)}, allowed: ${what}`);
}

/** The same for a list of allowed words, with the nearest one. */
export function allowedOf(values: readonly string[]): (issue: { readonly input?: unknown }) => string {
  const explain = allowed(values.join(', '));
  return (issue) => explain(issue) + (typeof issue.input === 'string' ? suggestion(issue.input, values) : '');
}

/** Error map for unknown keys, and for values that must be objects or lists; the schemas of values word the rest. */
export function explain(issue: RawIssue): string | undefined {
  if (issue.code === 'invalid_type') return allowed(issue.expected === 'array' ? 'a list' : shape(issue.inst))(issue);
  if (issue.code !== 'unrecognized_keys') return undefined;
  const known = knownKeys(issue.inst);
  // One line a key: zod reports all unknown keys of an object as one issue.
  return issue.keys.map((key) => `no such key${suggestion(key, known)}, allowed: ${known.join(', ')}`).join('\n');
}

function shape(schema: unknown): string {
  return `{${knownKeys(schema).join(', ')}}`;
}

/** All problems of a failed parse, unknown keys first. A key counts as misspelt or as missing, never as both. */
export function problemsOf(issues: readonly Issue[]): readonly Problem[] {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? unknownKeys(issue) : []));
  const others = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [] : problemsAt(issue)));
  return [...unknown, ...others.filter((problem) => !unknown.some((key) => isMeantBy(key, problem)))];
}

function unknownKeys({ path, keys, message }: z.core.$ZodIssueUnrecognizedKeys): readonly Problem[] {
  const messages = message.split('\n');
  return keys.map((key, index) => ({ path: [...path, key], message: messages[index] }));
}

function problemsAt(issue: Issue): readonly Problem[] {
  const inner = issue.code === 'invalid_union' ? closestBranch(issue.errors) : null;
  if (inner === null) return [{ path: issue.path, message: issue.message }];
  return problemsOf(inner).map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}

function isMeantBy(unknown: Problem, { path, message }: Problem): boolean {
  const beside = pathText(unknown.path.slice(0, -1)) === pathText(path.slice(0, -1));
  return beside && message.startsWith('missing') && unknown.message.includes(`"${String(path.at(-1))}"?`);
}

/** Issues of the union branch that accepted most; null when the value has the wrong type for every branch. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const inside = branches.find((issues) =>
    issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return inside ?? branches.find((issues) => issues.some((issue) => issue.code !== 'invalid_type')) ?? null;
}

/** Recursion limit, deeper than any value of a batch: YAML anchors can make a document contain itself. */
const DEEPEST = 8;

/** Finds keys `__proto__`, which zod silently drops from records, and reports them like any unknown key. */
export function reservedKeys(content: unknown, path: DocumentPath = []): readonly Problem[] {
  if (typeof content !== 'object' || content === null || path.length > DEEPEST) return [];
  const here = Object.hasOwn(content, RESERVED) ? [{ path: [...path, RESERVED], message: 'no such key' }] : [];
  const within = Object.entries(content).filter(([key]) => key !== RESERVED);
  return [
    ...here,
    ...within.flatMap(([key, value]) => reservedKeys(value, [...path, Array.isArray(content) ? Number(key) : key])),
  ];
}

const RESERVED = '__proto__';

function knownKeys(schema: unknown): readonly string[] {
  const isObject = typeof schema === 'object' && schema !== null && 'shape' in schema;
  return isObject && typeof schema.shape === 'object' ? Object.keys(schema.shape ?? {}) : [];
}
