import { readFileSync } from 'node:fs';

/** Sections of the page: a title, and the declarations whose members it lists. */
const SECTIONS: readonly {
  readonly title: string;
  readonly text: string;
  readonly file: string;
  readonly name: string;
}[] = [
  {
    title: 'Hooks',
    text: 'Methods that you write, in the order in which a bar may call them. `shouldLong` and `goLong` are required. None may be `async`.',
    file: 'engine/strategy/hooks',
    name: 'StrategyHooks',
  },
  {
    title: 'Orders, market and session',
    text: 'Wishes are `[qty, price]` or a list of such pairs; `[]` withdraws them.',
    file: 'engine/strategy/strategy',
    name: 'Strategy',
  },
  {
    title: 'Route, account and trades',
    text: 'Read only, and always of the present.',
    file: 'engine/strategy/account-view',
    name: 'StrategyAccount',
  },
  {
    title: 'IndicatorColumn',
    text: 'The result of `this.indicator(...)`. [indicators.md](indicators.md) lists all indicators, and shows how to write your own.',
    file: 'engine/series/indicator-column',
    name: 'IndicatorColumn',
  },
  {
    title: 'CandlesView',
    text: 'The result of `this.candles` and `this.getCandles(...)`.',
    file: 'engine/market/candles-view',
    name: 'CandlesView',
  },
  {
    title: 'Position',
    text: 'The result of `this.position`.',
    file: 'engine/account/position',
    name: 'Position',
  },
  { title: 'LiveOrder', text: 'An order, as hooks get it.', file: 'engine/account/live-order', name: 'LiveOrder' },
  { title: 'ClosedTrade', text: 'A trade, as `onClosePosition` gets it.', file: 'model/trade', name: 'ClosedTrade' },
  {
    title: 'StrategyCache',
    text: 'The result of `this.cache`; [cache.md](cache.md) says what is kept, and for how long.',
    file: 'engine/strategy/cache',
    name: 'StrategyCache',
  },
];

/** Members that only the engine calls, and setters: their getter stands for both. */
const FOR_THE_ENGINE = /^(constructor|set |static restore|open\(|increase\(|reduce\(|closingPart)/;

/** Functions of the package beside the class. */
const FUNCTIONS: readonly { readonly file: string; readonly names: readonly string[] }[] = [
  { file: 'engine/strategy/parameters', names: ['int', 'float', 'categorical'] },
  {
    file: 'engine/strategy/sizing',
    names: [
      'riskToQty',
      'riskToSize',
      'sizeToQty',
      'qtyToSize',
      'floorWithPrecision',
      'limitStopLoss',
      'kellyCriterion',
      'estimateAveragePrice',
      'estimatePnl',
      'estimatePnlPercentage',
    ],
  },
];

const INTRODUCTION = `# Strategy reference

<!-- Made from the types of the package by npm run docs. -->

A strategy is a file that exports a class by default:

\`\`\`ts
import { float, int, Strategy, ta } from 'jbt-runner';

export default class Dip extends Strategy.with({ period: int(5, 50, 20), risk: float(0.5, 5, 2) }) {
  average = this.indicator(ta.sma, { period: this.hp.period });

  override shouldLong() { return this.price < this.average.now * 0.97; }
  override goLong() { this.buy = [this.balance / this.price / 2, this.price]; }
  override onOpenPosition() {
    this.stopLoss = [this.position.qty, this.position.entryPrice * (1 - this.hp.risk / 100)];
    this.takeProfit = [this.position.qty, this.average.now];
  }
}
\`\`\`

Names are those of Jesse in camelCase; [jesse.md](jesse.md) maps them one by one. Times are milliseconds since 1970 (UTC),
prices and money are in the quote asset, quantities in the base asset.
`;

interface Member {
  readonly signature: string;
  readonly text: string;
}

/** The page that lists all that a strategy can use. */
export function strategyPage(): string {
  const sections = SECTIONS.map(({ title, text, file, name }) => {
    const members = membersOf(declarationOf(file, name)).filter(({ signature }) => !FOR_THE_ENGINE.test(signature));
    return `## ${title}\n\n${text}\n\n${table(members)}`;
  });
  const functions = FUNCTIONS.flatMap(({ file, names }) => names.map((name) => functionOf(file, name)));
  return [INTRODUCTION, ...sections, `## Functions\n\nExports of \`jbt-runner\`.\n\n${table(functions)}`].join('\n');
}

function table(members: readonly Member[]): string {
  const rows = members.map(({ signature, text }) => `| \`${cell(signature)}\` | ${cell(text)} |`);
  return ['| member | meaning |', '|---|---|', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function sourceOf(file: string): string {
  return readFileSync(new URL(`../dist/src/${file}.d.ts`, import.meta.url), 'utf8');
}

/** Text between the braces of a class or interface. */
function declarationOf(file: string, name: string): string {
  const match = new RegExp(`(?:class|interface) ${name}\\b.*\\{\\n((?:    .*\\n)*)\\}`).exec(sourceOf(file));
  if (match === null) throw new RangeError(`${file} declares no ${name}`);
  return match[1];
}

/** Public members with their comments, each on a line of its own. */
function membersOf(body: string): readonly Member[] {
  const found = body.matchAll(
    /^ {4}(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {4})?((?:get|set|static|readonly)? ?[\w]+\??[^\n]*(?:\n {5,}[^\n]*|\n {4}\}[^\n]*)*);$/gm,
  );
  return [...found]
    .filter(([, , signature]) => !signature.includes('#'))
    .map(([, comment = '', signature]) => ({ signature: plainSignature(signature), text: plainComment(comment) }));
}

function functionOf(file: string, name: string): Member {
  const match = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n)?export declare function (${name}\\b(?:[^;{]|\\{[^}]*\\})*);`,
  ).exec(sourceOf(file));
  if (match === null) throw new RangeError(`${file} declares no function ${name}`);
  return { signature: plainSignature(match[2]), text: plainComment(match[1] ?? '') };
}

function plainSignature(signature: string): string {
  return signature
    .replace(/\s+/g, ' ')
    .replace(/^(?:get|readonly) /, '')
    .replace(/^(\w+)\(\): (?!void)/, (whole, name: string) => (signature.startsWith('get ') ? `${name}: ` : whole))
    .replaceAll(/\b_(\w)/g, '$1');
}

function plainComment(comment: string): string {
  return comment
    .replace(/\n\s*\*/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
