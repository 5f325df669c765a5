import { readdirSync, readFileSync } from 'node:fs';
import { fieldsOfInterface } from './declarations.ts';

const EXAMPLES = new URL('../examples/api/', import.meta.url);

/** The page that describes the programming interface. */
export function apiPage(): string {
  return `# Programming interface

<!-- Made from the types of the sources by npm run docs. -->

\`jbt-runner/node\` plays batches from programs: scripts, tests, notebooks. It plays by the same code as \`jbt run\`, keeps runs in
the same \`.jbt\`, and goes on with interrupted ones. It prints nothing, hears no signals and never ends the process.

| function | gives |
|---|---|
| \`runBatch(batch, options)\` | the report, as \`jbt run --json\` prints it |
| \`prepare(batch, options)\` | a run that is ready: its jobs, its events, its report |
| \`backtest(entry, options)\` | row, trades and orders of one backtest on stored candles; throws \`BacktestFailed\` with its \`code\` |
| \`play(job, candles)\` | one backtest in the calling thread, on candles that the program has |
| \`toTradeLike\` | a matcher for \`expect.extend\` of vitest and jest |

\`batch\` is the path of a [batch file](batch.md) or its content. An error is a \`JbtError\` with a stable \`code\`; its message says what
was found and what to do.

${['run-batch', 'follow', 'play'].map(exampleOf).join('\n')}
${tableOf('Options', 'node/options', 'BatchOptions')}
${tableOf('PreparedBatch', 'node/run', 'PreparedBatch')}
## Events

${eventRows()}

Several readers may follow one run. A slow reader loses states of progress, and log lines beyond 100,000, never an outcome.

${tableOf('The job of play', 'run/play/single/play', 'PlayedJob', PLAY)}
${tableOf('The result of play', 'run/play/single/play', 'PlayedBacktest')}
## In a test

\`\`\`ts
import { backtest, toTradeLike } from 'jbt-runner/node';
import { expect, test } from 'vitest';

expect.extend({ toTradeLike });

test('the strategy trades as before', async () => {
  const entry = { exchange: 'Binance Perpetual Futures', strategies: 'trend', symbols: 'FIL-USDT', timeframes: '4h' };
  expect(await backtest(entry)).toTradeLike('baseline.ndjson');      // of jbt baseline save
});
\`\`\`

The matcher also takes another result: \`toTradeLike(await backtest(other))\`. Its message names the first trade that differs.
`;
}

const PLAY = `\`play\` needs no files, no clock and no Node: it also runs in Deno and in browsers. Import it from \`jbt-runner/play\`
there. Settings are those of a [batch file](batch.md), with the same defaults. \`candles\` are by symbol, in order and without gaps:
\`{ timestamp, open, high, low, close, volume }\`. It throws what the strategy throws.
`;

/** Throws RangeError for an example that the page does not show. */
function exampleOf(name: string): string {
  if (!readdirSync(EXAMPLES).includes(`${name}.mjs`)) throw new RangeError(`there is no example ${name}`);
  return `\`\`\`js\n${readFileSync(new URL(`${name}.mjs`, EXAMPLES), 'utf8')}\`\`\`\n`;
}

function tableOf(title: string, file: string, name: string, text = ''): string {
  const rows = fieldsOfInterface(file, name).map(
    ({ path, type, meaning, isOptional }) =>
      `| \`${path}\` | ${cell(type)}${isOptional ? ', optional' : ''} | ${meaning} |`,
  );
  return [`## ${title}\n`, text, '| field | type | meaning |', '|---|---|---|', ...rows, ''].join('\n');
}

function cell(type: string): string {
  return `\`${type.replaceAll('readonly ', '').replaceAll('|', '\\|')}\``;
}

/** A row for each member of the union of events, with its fields. */
function eventRows(): string {
  const source = readFileSync(new URL('../src/node/events.ts', import.meta.url), 'utf8');
  const members = source
    .slice(source.indexOf('export type BatchEvent'))
    .split(/\n {2}(?=\/\*\*|\|)/)
    .slice(1);
  let meaning = '';
  const rows: string[] = [];
  for (const member of members) {
    const comment = /^\/\*\* (.*) \*\/$/.exec(member.trim());
    if (comment !== null) {
      meaning = comment[1];
      continue;
    }
    const fields = Array.from(member.matchAll(/readonly (\w+):/g), ([, field]) => field);
    const type = /readonly type: '([\w-]+)'/.exec(member)?.[1] ?? '';
    rows.push(
      `| \`${type}\` | ${fields
        .filter((field) => field !== 'type')
        .map((field) => `\`${field}\``)
        .join(', ')} | ${meaning} |`,
    );
    meaning = '';
  }
  return ['| type | fields | meaning |', '|---|---|---|', ...rows].join('\n');
}
