import { z } from 'zod';
import { type Figure, isNoisyFigure, ratioOf } from './figure.ts';
import type { Machine } from './machine.ts';

const SAMPLE = { median: z.number(), spread: z.number(), rounds: z.number() };

const FIGURE = z.object({
  name: z.string(),
  unit: z.string(),
  ...SAMPLE,
  /** True when its own spread or that of its limit is above 15 %. */
  noisy: z.boolean(),
  limit: z.object({ name: z.string(), ...SAMPLE }).nullable(),
  /** Cost over limit. */
  ratio: z.number().nullable(),
  note: z.string(),
});

const DOCUMENT = z.object({
  format: z.literal(1),
  machine: z.object({
    cpu: z.string(),
    cores: z.number(),
    memoryBytes: z.number(),
    platform: z.string(),
    node: z.string(),
    v8: z.string(),
  }),
  benches: z.record(z.string(), z.array(FIGURE)),
});

/** The answer of `--json`, which `--check` reads. */
export type BenchDocument = z.infer<typeof DOCUMENT>;
export type RecordedFigure = z.infer<typeof FIGURE>;

export function documentOf(machine: Machine, benches: BenchDocument['benches']): BenchDocument {
  return { format: 1, machine, benches };
}

export function recordOf(figure: Figure): RecordedFigure {
  const { name, unit, cost, limit, note } = figure;
  return { name, unit, ...cost, noisy: isNoisyFigure(figure), limit, ratio: ratioOf(figure), note };
}

/** Throws an error of one line for text that is no such document. */
export function parseDocument(text: string, path: string): BenchDocument {
  const found = DOCUMENT.safeParse(parseJson(text, path));
  if (found.success) return found.data;
  const [{ path: place, message }] = found.error.issues;
  throw new UsageError(`${path} is no document of npm run bench -- --json: ${place.join('.')}: ${message}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** A wrong invocation, told in one line. */
export class UsageError extends Error {}
