// npm run docs: writes the pages that are made from the code.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ta from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import { type Limit, limitOf } from '../src/indicators/parameters.ts';

const INTRODUCTION = `# Indicators

<!-- Made from src/indicators by npm run docs. -->

Each is used in two ways: \`this.indicator(ta.ema, { period: 12 })\` in a strategy, and \`ta.ema(candles, { period: 12 })\` on
whole candles or, unless it says "candles only", on a plain series of numbers, which then stands for all prices.
\`ta.ema.last(candles, { period: 12 }, 240)\` is the last value alone, over the last 240 bars only when that is given, as Jesse
does. An indicator with one output gives its column; one with several a record of columns by name. All columns are
\`Float64Array\`s as long as the input; truths are 1 and 0.

A value never depends on later candles. The first values are NaN for as many bars as the warm-up says; "remembers" is how
many bars back a value can tell. A series may begin with NaN and begins for the indicator at its first number; a NaN later
on makes NaN of the windows that hold it. A parameter that makes no sense is a \`RangeError\` that names it.

Names are Jesse's in camelCase, and so are parameters and outputs; what Jesse returns as text is 1 and −1. Where a formula
differs from Jesse's, the source says so. \`sourceType\` is open, close, high, low, volume, hl2, hlc3 or ohlc4; periods and lengths
are whole numbers from 1 on; \`matype\` names an average as in [ma](#ma); \`devtype\` is 0 for the standard deviation, 1 for
the mean and 2 for the median absolute deviation; \`direction\` is long or short.
`;

/** The page about all indicators. */
export function indicatorsPage(): string {
  const entries = Object.entries<AnyIndicator>(ta);
  const index = entries.map(([name]) => `[${name}](#${name.toLowerCase()})`).join(' · ');
  return [INTRODUCTION, `${index}\n`, ...entries.map(([name, indicator]) => section(name, indicator))].join('\n');
}

function section(name: string, { spec }: AnyIndicator): string {
  return `## ${name}

${call(name, spec)} gives ${spec.outputs.map(code).join(', ')}${limits(spec)}

${spec.formula.replaceAll('*', '\\*')}

Source: ${spec.source.replaceAll('*', '\\*')}.
${facts(spec)}
`;
}

function call(name: string, { parameters, needsSecond }: AnyIndicator['spec']): string {
  const presets = Object.entries(parameters).map(([key, preset]) => `${key}: ${literal(preset)}`);
  const given = presets.length === 0 && !needsSecond ? '' : `, { ${presets.join(', ')} }`;
  return code(`ta.${name}(candles${given}${needsSecond ? ', otherCandles' : ''})`);
}

/** Bounds that the introduction does not tell. */
function limits(spec: AnyIndicator['spec']): string {
  const own = Object.keys(spec.limits ?? {}).map((key) => `${code(key)} ${bounds(limitOf(spec, key))}`);
  return own.length === 0 ? '' : `; ${own.join(', ')}`;
}

function bounds(limit: Limit | undefined): string {
  if (limit === undefined) return 'any number';
  if (limit.kind === 'oneOf') return `one of ${limit.values.join(', ')}`;
  const kind = limit.kind === 'whole' ? 'whole, ' : '';
  return `${kind}${limit.max === Number.MAX_SAFE_INTEGER ? `at least ${limit.min}` : `${limit.min} to ${limit.max}`}`;
}

function facts(spec: AnyIndicator['spec']): string {
  const memory = spec.memory?.(spec.parameters) ?? Number.POSITIVE_INFINITY;
  const sparse = spec.sparse ? ` NaN where there is nothing to say: ${spec.sparse.join(', ')}.` : '';
  return [
    `By default warm-up ${bars(spec.warmup(spec.parameters))}, remembers ${memory === Number.POSITIVE_INFINITY ? 'all' : bars(memory)}.`,
    spec.needsCandles ? ' Candles only.' : '',
    sparse,
  ].join('');
}

function bars(count: number): string {
  return count === 1 ? '1 bar' : `${count} bars`;
}

function literal(value: number | string | boolean): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function code(text: string): string {
  return `\`${text}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('indicators.md', import.meta.url), indicatorsPage());
}
