// npm run docs: writes the pages that are made from the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaText } from '../src/cli/run/schema.ts';
import * as ta from '../src/indicators/index.ts';
import type { AnyIndicator } from '../src/indicators/indicator.ts';
import { type Limit, limitOf } from '../src/indicators/parameters.ts';
import { apiPage } from './api-page.ts';
import { batchPage } from './batch-page.ts';
import { commandTable } from './command-table.ts';
import { commandsPage } from './commands-page.ts';
import { eventsPage } from './events-page.ts';
import { filesPage } from './files-page.ts';
import { strategyPage } from './strategy-page.ts';

const INTRODUCTION = `# Indicators

<!-- Made from src/indicators by npm run docs. -->

The page lists Jesse's 174 indicators, and each works in two ways.

**In a strategy** an indicator is made once, as a field, and is always aligned with the present:

\`\`\`ts
import { Strategy, ta } from 'jbt-runner';

export default class Trend extends Strategy {
  fast = this.indicator(ta.ema, { period: 12 });
  slow = this.indicator(ta.ema, { period: 26 });
  bands = this.indicator(ta.bollingerBands, { period: 20 }, { timeframe: '4h' });
  smooth = this.indicator(ta.sma, { period: 3 }, { of: this.fast });
  beta = this.indicator(ta.beta, {}, { second: 'ETH-USDT' });

  shouldLong() {
    return this.fast.crossedAbove(this.slow) && this.price > this.bands.middleband.now && this.smooth.now > this.smooth.ago(3);
  }
}
\`\`\`

\`.now\` is the value at the current bar, \`.ago(n)\` the value n bars before, and \`.newest(n)\` a copy of the last n values.
\`.crossedAbove\` and \`.crossedBelow\` take another indicator or a number. An indicator with several outputs is a record of
such columns. The third argument names the input: another \`timeframe\`, a \`symbol\` among the routes, or (\`of\`) another
indicator. \`bars: 240\` computes each value over the last 240 bars alone, as Jesse's calls without \`sequential\` do. It is the
default under \`compat: jesse\`, for candles, and \`sequential: true\` is the whole history again.

The values of a session are computed once. All sessions of a worker that ask for the same values share them.

The bar of a longer timeframe has a value while it is still forming. That value is computed anew at each bar you look at it,
over as many bars as the indicator remembers. Over a year of hours this takes 5 to 30 µs for most indicators. It takes 50 µs
for those that add up the whole past (ad, obv, nvi, pvi, wad), and half a millisecond for mama.

**Your own** indicator is a plain function of candles, oldest first, that returns a number for each of them, or several
arrays by name:

\`\`\`ts
range = this.indicator(({ high, low }) => high.map((value, i) => value - low[i]));
daily = this.indicator(typicalPrice, { timeframe: '1D' });          // the second argument names the input, as above
channel = this.indicator(({ high, low }) => ({ upper: ta.sma(high, { period: 20 }), lower: ta.sma(low, { period: 20 }) }));
\`\`\`

It gets columns: \`open\`, \`high\`, \`low\`, \`close\` and \`volume\` are Float64Arrays, candle \`i\` opens at \`start + i * step\`.
It is called on the candles of the whole backtest, so value \`i\` may use candles up to \`i\` only. jbt computes beginnings of
the series again; a function that reads later candles ends its backtest with \`InvalidStrategy\` and the first such value.
It is computed for each backtest. What many backtests share is described once, beside the class, and computed once:

\`\`\`ts
const spread = indicator({
  name: 'spread',
  parameters: { period: 20 },
  outputs: ['value'],
  warmup: ({ period }) => period - 1,
  memory: ({ period }) => period,       // bars that count: forming bars are computed over these alone
  compute: ({ high, low }, { period }) => ({ value: ta.sma(high.map((value, i) => value - low[i]), { period }) }),
});
\`\`\`

**On arrays** the same functions take whole candles. Unless the page says "candles only", they also take a plain series of
numbers, which then stands for all prices:

\`\`\`ts
ta.ema(candles, { period: 12 });            // a Float64Array as long as the candles
ta.bollingerBands(closes).upperband;        // several outputs: columns by name
ta.ema.last(candles, { period: 12 });       // the last value alone
ta.ema.last(candles, { period: 12 }, 240);  // the same over the last 240 bars only, which is what Jesse gives
\`\`\`

A call computes all bars it is given. Over \`this.candles\` these are all candles so far, like Jesse's \`sequential=True\`, and
each bar of a long backtest costs more than the one before. \`this.indicator\` computes each value once, and \`.last\` with a
number of bars computes no more than those.

Truth values are 1 and 0. A value never depends on later candles. The first values are NaN for as many bars as the warm-up
says; "remembers" is the number of bars back that still count. A series that begins with NaN begins for the indicator at its
first number. A later NaN makes the windows that hold it NaN. A parameter that makes no sense is a \`RangeError\` that names it.

**Jesse's values.** Every value equals that of Jesse 3.0.7 with its compiled kernels, to 1e-9, from the first bar on. An entry
that differs says how and why. Some early values are Jesse's habit and no measurement: a 0, or the price itself, until there
are enough candles. The formulas name them.

Names are Jesse's in camelCase, and so are parameters and outputs; Jesse's texts are 1 and −1. \`sourceType\` is open, close,
high, low, volume, hl2, hlc3 or ohlc4. Periods and lengths are whole numbers from 1 on. \`matype\` names an average as in
[ma](#ma), and 24 and 29 need candles. \`devtype\` is 0 for the standard, 1 for the mean absolute and 2 for the median absolute
deviation. \`direction\` is long or short.
`;

/** The page that describes all indicators. */
export function indicatorsPage(): string {
  const entries = Object.entries<AnyIndicator>(ta);
  const index = entries.map(([name]) => `[${name}](#${name.toLowerCase()})`).join(' · ');
  return [INTRODUCTION, `${index}\n`, ...entries.map(([name, indicator]) => section(name, indicator))].join('\n');
}

function section(name: string, { spec }: AnyIndicator): string {
  return `## ${name}

${call(name, spec)} gives ${spec.outputs.map(code).join(', ')}${limits(spec)}

${(spec.formula ?? '').replaceAll('*', '\\*')}

Source: ${(spec.source ?? '').replaceAll('*', '\\*')}.
${spec.differs === undefined ? '' : `**Differs from Jesse.** ${spec.differs}\n`}${facts(spec)}
`;
}

function call(name: string, { parameters, needsSecond }: AnyIndicator['spec']): string {
  const presets = Object.entries(parameters).map(([key, preset]) => `${key}: ${literal(preset)}`);
  const given = presets.length === 0 && !needsSecond ? '' : `, { ${presets.join(', ')} }`;
  return code(`ta.${name}(candles${given}${needsSecond ? ', otherCandles' : ''})`);
}

/** Bounds that the introduction leaves out. */
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
  const memory = spec.memory?.(spec.parameters);
  const sparse = spec.sparse ? ` NaN where they have nothing to show: ${spec.sparse.join(', ')}.` : '';
  const remembered = memory === undefined || memory === Number.POSITIVE_INFINITY ? 'all' : bars(memory);
  return [
    `By default warm-up ${bars(spec.warmup(spec.parameters))}, remembers ${remembered}.`,
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
  writeFileSync(new URL('api.md', import.meta.url), apiPage());
  writeFileSync(new URL('events.md', import.meta.url), eventsPage());
  writeFileSync(new URL('files.md', import.meta.url), filesPage());
  writeFileSync(new URL('strategy.md', import.meta.url), strategyPage());
  writeFileSync(new URL('commands.md', import.meta.url), commandsPage(await commandTable()));
  writeFileSync(new URL('jbt.schema.json', import.meta.url), schemaText());
  const page = new URL('batch.md', import.meta.url);
  writeFileSync(page, batchPage(readFileSync(page, 'utf8')));
}
