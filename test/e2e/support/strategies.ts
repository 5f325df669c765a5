/** Trades now and then, on both ends of every range. */
export const TREND = `
import { int, Strategy } from 'jbt-runner';

export default class Trend extends Strategy.with({ every: int(2, 100, 10) }) {
  shouldLong() { return this.index % this.hp.every === 0; }
  goLong() { this.buy = [10, this.price]; }
  onOpenPosition() {
    this.takeProfit = [this.position.qty, this.price * 1.004];
    this.stopLoss = [this.position.qty, this.price * 0.996];
  }
}
`;

/** The same trades, with a target from `lib/target.ts`. */
export const HELPED = TREND.replace(
  `from 'jbt-runner';`,
  `from 'jbt-runner';\nimport { target } from './lib/target.ts';`,
)
  .replace('class Trend', 'class Helped')
  .replace('1.004', 'target');

/** `lib/target.ts`. */
export const helper = (target: number): string => `export const target = ${target};\n`;

/** The same trades, but every backtest takes a moment. */
export const SLOW = TREND.replace('class Trend', 'class Slow').replace(
  'shouldLong() {',
  `before() {
    if (this.index !== 0) return;
    const end = Date.now() + 150;
    while (Date.now() < end);
  }
  shouldLong() {`,
);

/** The same trades; with `every` of 4 a backtest lasts for seconds. */
export const LASTING = TREND.replace('class Trend', 'class Lasting').replace(
  'shouldLong() {',
  `before() {
    if (this.hp.every !== 4) return;
    const end = Date.now() + 20;
    while (Date.now() < end);
  }
  shouldLong() {`,
);

function broken(name: string, body: string): string {
  return `
import { int, Strategy } from 'jbt-runner';

export default class ${name} extends Strategy.with({ every: int(2, 100, 10) }) {
  shouldLong() {
    ${body}
    return false;
  }
  goLong() {}
}
`;
}

export const THROWING = broken('Throwing', `if (this.index === 3) throw new Error('no more ideas');`);
export const EXITING = broken('Exiting', `process.exit(0);`);
export const LOOPING = broken('Looping', `while (Number.isFinite(this.price));`);
/** Trades more in each backtest than in the one before; its parameter means nothing. */
export const COUNTING = `
import { int, Strategy } from 'jbt-runner';

let begun = 0;

export default class Counting extends Strategy.with({ every: int(1, 100, 10) }) {
  qty = ++begun;
  shouldLong() { return this.index % 40 === 0; }
  goLong() { this.buy = [this.qty, this.price]; }
  onOpenPosition() { this.takeProfit = [this.position.qty, this.price * 1.004]; }
}
`;

/** As a fault in V8 or in a module of native code would do it. */
export const KILLING = broken('Killing', `new Function('process.kill(process.pid, "SIGKILL")')();`);
/** Reading a character makes a string of repeats a real one, which fills the heap faster than anything else. */
export const GREEDY = broken(
  'Greedy',
  `const all: string[] = []; for (;;) { all.push('more'.repeat(2 ** 22)); all[all.length - 1].charCodeAt(9); }`,
);
