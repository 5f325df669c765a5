import type { z } from 'zod';
import { type ErrorCode, JbtError } from '../../model/errors.ts';
import type { Axis } from './grid.ts';
import type { DocumentPath } from './problems.ts';
import type { Settings } from './schema.ts';
import type { Known, Rows, Setting } from './settings.ts';

/** Where settings were written: finds the place of a path for messages, and says what kind of mistake one is. */
export interface Origin {
  readonly code: ErrorCode;
  locate(path: DocumentPath): string;
}

/** Settings with the place they came from. */
export interface Layer<T extends Settings = Settings> {
  readonly content: T;
  readonly origin: Origin;
}

/** Makes the error for what is wrong at a path. */
export type Fault = (path: DocumentPath, message: string) => JbtError;

/** Makes faults of one origin. */
export function faultsOf({ code, locate }: Origin): Fault {
  return (path, message) => new JbtError(code, `${locate(path)}: ${message}`);
}

/** Values of rows by key, as the layers and the defaults give them. */
export type Resolved<R extends Rows> = {
  readonly [K in keyof R]: R[K] extends Setting<infer Schema, infer Fallback>
    ? z.output<Schema> | Exclude<Fallback, undefined>
    : never;
};

/** Contents of layers for some rows, the last before the others. */
type Contents<R extends Rows> = readonly ({ readonly [K in keyof R]?: unknown } | undefined)[];

/** Takes the value of each row from the last layer that has one, else its default; one that is missing is a fault. */
export function resolveRows<R extends Rows>(rows: R, contents: Contents<R>, known: Known, fault: Fault): Resolved<R> {
  const values = Object.entries<Setting>(rows).map(([key, row]) => {
    const value = chosen<Readonly<Record<string, unknown>>, string>(contents, key) ?? row.default(known);
    if (value === undefined) throw fault([key], row.missing?.(known) ?? 'missing');
    return [key, value];
  });
  return Object.fromEntries(values) as Resolved<R>;
}

/** What the last of the layers that says anything says of a key. */
export function chosen<T extends object, K extends keyof T>(
  layers: readonly (T | undefined)[],
  key: K,
): T[K] | undefined {
  return layers.reduce<T[K] | undefined>((found, layer) => layer?.[key] ?? found, undefined);
}

/** The axes whose names the others do not have. */
export function without(axes: readonly Axis[], others: readonly Axis[]): readonly Axis[] {
  const names = new Set(others.map((axis) => axis.name));
  return axes.filter((axis) => !names.has(axis.name));
}
