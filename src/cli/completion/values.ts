import * as z from 'zod';
import { METRICS } from '../../metrics/index.ts';
import { TIMEFRAMES } from '../../model/timeframe.ts';
import { SETTINGS } from '../../run/batch/flags.ts';
import { hyphenated } from '../options.ts';
import { ALL_RUN_OPTIONS } from '../run/settings.ts';
import { SHELLS } from './scripts.ts';
import type { Words } from './table.ts';

/** Values that no schema lists, by option or positional, of one command or of all. */
const NAMED: Readonly<Record<string, Words>> = {
  '--market': 'markets',
  '--timeframe': TIMEFRAMES,
  '--sort': METRICS.map(({ name }) => name),
  '--data-route': TIMEFRAMES,
  'import --gaps': ['refuse', 'fill'],
  'download --gaps': ['leave', 'fill'],
  'download --from': ['binance-dumps', 'ccxt:'],
  '--time': ['is-open', 'is-close'],
  '--time-unit': ['s', 'ms', 'us', 'ns', 'iso'],
  market: 'markets',
  run: 'runs',
  before: 'runs',
  shards: 'runs',
  after: 'runs',
  batch: 'batches',
  'candles action': ['list', 'verify', 'remove'],
  '--run': 'runs',
  'baseline action': ['save', 'check'],
  'check kind': ['lookahead', 'warmup'],
  'runs action': ['list', 'remove'],
  'runs ids': 'runs',
  'cache action': ['stats', 'verify', 'flush', 'compact'],
  'completion shell': SHELLS,
};

const SCHEMAS: Readonly<Record<string, z.ZodType>> = Object.fromEntries([
  ...Object.entries(ALL_RUN_OPTIONS).map(([name, { schema }]) => [hyphenated(name), schema]),
  ...SETTINGS.map(({ row }) => [row.flag, row.schema]),
]);

/** Words that complete the value of an option of a command. */
export function wordsOfOption(command: string, name: string): Words {
  const schema = command === 'run' || command === 'report' ? SCHEMAS[name] : undefined;
  return NAMED[`${command} --${name}`] ?? NAMED[`--${name}`] ?? choicesOf(schema) ?? 'files';
}

/** Words that complete a positional of a command. */
export function wordsOfPositional(command: string, name: string): Words {
  return NAMED[`${command} ${name}`] ?? NAMED[name] ?? 'files';
}

/** The texts that a schema allows; undefined where it lists none. */
function choicesOf(schema: z.ZodType | undefined): readonly string[] | undefined {
  if (schema === undefined) return undefined;
  const { enum: choices } = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' });
  return choices?.filter((choice) => typeof choice === 'string');
}
