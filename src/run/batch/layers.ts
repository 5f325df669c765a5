import type { z } from 'zod';
import { type ErrorCode, JbtError } from '../../model/errors.ts';
import type { Axis } from './grid.ts';
import type { DocumentPath } from './problems.ts';
import type { Settings } from './schema.ts';
import type { Known, LayeredRows, LayeredSetting } from './settings.ts';

/** Source of settings: `locate` words the place of a path for messages, `code` is the error code of a mistake in it. */
export interface Origin {
  readonly code: ErrorCode;
  locate(path: DocumentPath): string;
}

/** Settings and their source. */
export interface Layer<T extends Settings = Settings> {
  readonly content: T;
  readonly origin: Origin;
}

/** Creates the error for a mistake at a path. */
export type Fault = (path: DocumentPath, message: string) => JbtError;

/** Creates the fault factory of an origin. */
export function faultsOf({ code, locate }: Origin): Fault {
  return (path, message) => new JbtError(code, `${locate(path)}: ${message}`);
}

/** Values of rows by key, as the layers and the defaults give them. */
export type Resolved<R extends LayeredRows> = {
  readonly [K in keyof R]: R[K] extends LayeredSetting<infer Schema, infer Fallback>
    ? z.output<Schema> | Exclude<Fallback, undefined>
    : never;
};

/** Contents of layers for some rows, the last before the others. */
type Contents<R extends LayeredRows> = readonly ({ readonly [K in keyof R]?: unknown } | undefined)[];

/** Resolves each row to the value of the last layer that has one, else to its default; neither is a fault. */
export function resolveRows<R extends LayeredRows>(
  rows: R,
  contents: Contents<R>,
  known: Known,
  fault: Fault,
): Resolved<R> {
  const values = Object.entries(rows).map(([key, row]) => {
    const value = chosen<Readonly<Record<string, unknown>>, string>(contents, key) ?? row.default(known);
    if (value === undefined) throw fault([key], row.missing?.(known) ?? 'missing');
    return [key, value];
  });
  return Object.fromEntries(values) as Resolved<R>;
}

/** Value of a key in the last layer that has one. */
export function chosen<T extends object, K extends keyof T>(
  layers: readonly (T | undefined)[],
  key: K,
): T[K] | undefined {
  return layers.reduce<T[K] | undefined>((found, layer) => layer?.[key] ?? found, undefined);
}

/** Axes whose names do not occur among the others. */
export function without(axes: readonly Axis[], others: readonly Axis[]): readonly Axis[] {
  const names = new Set(others.map((axis) => axis.name));
  return axes.filter((axis) => !names.has(axis.name));
}
