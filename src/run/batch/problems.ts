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
  return `no such key${suggestion(issue.keys[0], known)}, allowed: ${known.join(', ')}`;
}

function shape(schema: unknown): string {
  return `{${knownKeys(schema).join(', ')}}`;
}

/** The most useful problem of a failed parse: a misspelt key goes before the key that is missing for it. */
export function firstProblem(issues: readonly Issue[]): Problem {
  const issue = issues.find((each) => each.code === 'unrecognized_keys') ?? issues[0];
  if (issue.code === 'unrecognized_keys') return { path: [...issue.path, issue.keys[0]], message: issue.message };
  const inner = issue.code === 'invalid_union' ? closestBranch(issue.errors) : null;
  if (inner === null) return { path: issue.path, message: issue.message };
  const problem = firstProblem(inner);
  return { path: [...issue.path, ...problem.path], message: problem.message };
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

/** Finds a key `__proto__`, which zod silently drops from records, and reports it like any unknown key. */
export function reservedKey(content: unknown, path: DocumentPath = []): Problem | null {
  if (typeof content !== 'object' || content === null || path.length > DEEPEST) return null;
  if (Object.hasOwn(content, RESERVED)) return { path: [...path, RESERVED], message: 'no such key' };
  for (const [key, value] of Object.entries(content)) {
    const problem = reservedKey(value, [...path, Array.isArray(content) ? Number(key) : key]);
    if (problem !== null) return problem;
  }
  return null;
}

const RESERVED = '__proto__';

function knownKeys(schema: unknown): readonly string[] {
  const isObject = typeof schema === 'object' && schema !== null && 'shape' in schema;
  return isObject && typeof schema.shape === 'object' ? Object.keys(schema.shape ?? {}) : [];
}
