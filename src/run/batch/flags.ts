import type { DocumentPath } from './problems.ts';
import { parseFlags } from './schema.ts';
import {
  CROSSED_SETTINGS,
  EXCHANGE_SETTINGS,
  EXPECT_SETTINGS,
  FILL_SETTINGS,
  LOGGING_SETTINGS,
  type Rows,
  type Setting,
  SINGLE_SETTINGS,
} from './settings.ts';

/** A setting and its place in a batch. */
interface PlacedSetting {
  readonly path: DocumentPath;
  readonly row: Setting;
}

/** Every setting of a batch, in the order of the help and the page. */
export const SETTINGS: readonly PlacedSetting[] = [
  ...placed(CROSSED_SETTINGS),
  ...placed(EXCHANGE_SETTINGS, 'exchange'),
  ...placed(SINGLE_SETTINGS),
  ...placed(FILL_SETTINGS, 'fills'),
  ...placed(EXPECT_SETTINGS),
  ...placed(LOGGING_SETTINGS, 'env', 'logging'),
];

function placed(rows: Rows, ...path: DocumentPath): readonly PlacedSetting[] {
  return Object.entries(rows).map(([key, row]) => ({ path: [...path, key], row }));
}

/** Reads the settings from the texts of flags (`options`, by flag), or finds the problem of one. */
export function readSettingFlags(options: Readonly<Record<string, unknown>>): ReturnType<typeof parseFlags> {
  const textsOf = (rows: Rows) =>
    Object.fromEntries(Object.entries(rows).map(([key, { flag }]) => [key, flag === null ? undefined : options[flag]]));
  return parseFlags({
    ...textsOf(CROSSED_SETTINGS),
    exchange: textsOf(EXCHANGE_SETTINGS),
    ...textsOf(SINGLE_SETTINGS),
    ...textsOf(EXPECT_SETTINGS),
    fills: textsOf(FILL_SETTINGS),
  });
}

/** Flag of the setting at a path or around it; null for none. */
export function flagAt(path: DocumentPath): string | null {
  const inBatch = path[0] === 'backtests' ? path.slice(2) : path;
  const found = SETTINGS.find((setting) => setting.path.every((key, index) => key === inBatch[index]));
  return found?.row.flag ?? null;
}
