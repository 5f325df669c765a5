import type { ErrorCode, JbtError } from '../../model/errors.ts';
import type { Axis } from './grid.ts';
import type { DocumentPath } from './problems.ts';
import type { Settings } from './schema.ts';

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
