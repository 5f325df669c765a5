import { METRICS } from '../../metrics/index.ts';
import type { Kind } from '../expressions/check.ts';
import type { Value } from '../expressions/expression.ts';
import type { JobReport } from '../report.ts';
import { namesOfStrategy } from '../text/labels.ts';

/** Property of a row that a condition or a column can name, besides metrics and parameters. */
interface Field {
  readonly kind: Kind;
  readonly read: (row: JobReport) => Value;
}

type Reads = Readonly<Record<string, Field['read']>>;

const TEXT_FIELDS: Reads = {
  strategy: ({ routes }) => routes.flatMap(({ strategy }) => namesOfStrategy(strategy)),
  symbol: ({ routes }) => routes.map(({ symbol }) => symbol),
  timeframe: ({ routes }) => routes.map(({ timeframe }) => timeframe),
  // Reports of earlier versions have neither exchange nor effective parameters.
  exchange: ({ exchange }) => exchange?.name ?? null,
  from: ({ from }) => from,
  to: ({ to }) => to,
};

const NUMBER_FIELDS: Reads = {
  ...Object.fromEntries(
    METRICS.map(({ name }): [string, Field['read']] => [name, (row) => row.metrics?.[name] ?? null]),
  ),
  trades: ({ trades }) => trades,
  seconds: ({ seconds }) => seconds,
};

const FIELDS: ReadonlyMap<string, Field> = new Map([
  ...fieldsOf('number', NUMBER_FIELDS),
  ...fieldsOf('text', TEXT_FIELDS),
]);

function fieldsOf(kind: Kind, reads: Reads): readonly (readonly [string, Field])[] {
  return Object.entries(reads).map(([name, read]) => [name, { kind, read }]);
}

/** Kinds of all names that a condition on rows may use. A parameter gives way to a metric of its name. */
export function rowKinds(parameters: Iterable<string>): ReadonlyMap<string, Kind> {
  const known = Array.from(FIELDS, ([name, { kind }]) => [name, kind] as const);
  return new Map<string, Kind>([...Array.from(parameters, (name) => [name, 'any'] as const), ...known]);
}

/** Value of a name in a row; null where the row has none. */
export function valueIn(row: JobReport, name: string): Value {
  const field = FIELDS.get(name);
  return field === undefined ? (row.effectiveParameters?.[name] ?? row.parameters[name] ?? null) : field.read(row);
}
