import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as jbt from 'jbt-runner';
import { describe, expect, it } from 'vitest';
import { LiveOrder } from '../../src/engine/account/live-order.ts';
import { Position } from '../../src/engine/account/position.ts';
import { conventionsOf } from '../../src/engine/conventions.ts';
import { StrategyAccount } from '../../src/engine/strategy/account-view.ts';
import { StrategyHooks } from '../../src/engine/strategy/hooks.ts';
import { metricConventions } from '../../src/metrics/index.ts';
import { request, TestDesk } from './support/desk-kit.ts';

const ROOT = join(import.meta.dirname, '../..');
const DOCUMENT = readFileSync(join(ROOT, 'docs/jesse.md'), 'utf8');

/** Rows of the tables, as cells. */
const ROWS = DOCUMENT.split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) =>
    line
      .slice(2, -1)
      .split(' |')
      .map((cell) => cell.trim()),
  );

/** Every word in code marks outside of code blocks. */
const NAMED = new Set(
  [...DOCUMENT.replaceAll(/```[\s\S]*?```/g, '').matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code.split(/\W+/)),
);

function unnamed(names: readonly string[]): readonly string[] {
  return names.filter((name) => !NAMED.has(name));
}

function membersOf(prototype: object): readonly string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
}

/** Members that only the engine calls. */
const OF_THE_ENGINE = [
  ...['open', 'increase', 'reduce', 'closingPart', 'pnlAt', 'maintenanceMargin'],
  ...['crossLiquidationPrice', 'crossBankruptcyPrice'],
];

describe('docs/jesse.md', () => {
  it('names every hook and property of a strategy', () => {
    const prototypes = [jbt.Strategy.prototype, StrategyAccount.prototype, StrategyHooks.prototype];
    expect(unnamed(prototypes.flatMap(membersOf))).toEqual([]);
  });

  it('names every field of positions, orders and trades', () => {
    const desk = new TestDesk();
    desk.fill(request('buy', 1, 100));
    desk.fill(request('sell', 1, 100));
    const { position, store } = desk;
    const instances = [position, store.orders.all[0], store.closedTrades.trades[0]];
    const fields = [...instances.flatMap(Object.keys), ...[Position.prototype, LiveOrder.prototype].flatMap(membersOf)];
    expect(unnamed(fields.filter((name) => !OF_THE_ENGINE.includes(name)))).toEqual([]);
  });

  it('names every state of the store, and what can be asked of it', () => {
    const { store } = new TestDesk();
    expect(unnamed(Object.keys(store))).toEqual([]);
    expect(unnamed(Object.keys(store.app))).toEqual([]);
  });

  it('names every function that jbt exports', () => {
    const known = ['Strategy', 'ta', 'indicator', 'defineBatch'];
    expect(unnamed(Object.keys(jbt).filter((name) => !known.includes(name)))).toEqual([]);
  });

  it('names every convention of compat: jesse, each in one row, and no other', () => {
    const keys = [...Object.keys(conventionsOf('jesse')), ...Object.keys(metricConventions(true))];
    const section = DOCUMENT.slice(
      DOCUMENT.indexOf('## What `compat: jesse` does'),
      DOCUMENT.indexOf("## Jesse's faults"),
    );
    const rows = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key);
    expect(rows).toEqual(keys);
  });

  it('lists no convention on which Jesse and jbt agree', () => {
    const theirs: Readonly<Record<string, unknown>> = { ...conventionsOf('jesse'), ...metricConventions(true) };
    const ours = Object.entries({ ...conventionsOf(null), ...metricConventions(false) });
    expect(ours.filter(([key, value]) => Object.is(theirs[key], value))).toEqual([]);
  });

  it('shows the ported strategies as they are', () => {
    const comingFrom = readFileSync(join(ROOT, 'docs/coming-from.md'), 'utf8');
    for (const name of ['ema-cross', 'dip-ladder', 'sma-cross', 'rsi-bands']) {
      const code = readFileSync(join(ROOT, `examples/ported/${name}.ts`), 'utf8').trim();
      expect(`${DOCUMENT}\n${comingFrom}`).toContain(`\`\`\`ts\n${code}\n\`\`\``);
    }
  });
});

describe('the table of faults', () => {
  const faults = ROWS.filter(([id]) => /^F\d\d$/.test(id));

  it('has a row for each fault, in order', () => {
    const ids = Array.from({ length: 51 }, (_, i) => `F${String(i + 1).padStart(2, '0')}`);
    expect(faults.map(([id]) => id)).toEqual(ids);
  });

  it('says of each whether it is fixed, kept or not there', () => {
    expect(faults.filter(([, , state]) => !/^(fixed|kept|not there)\b/.test(state))).toEqual([]);
  });

  it('names for each that is fixed a test that exists', () => {
    const missing = faults.filter(([, , state, test]) => state.startsWith('fixed') && !existsSync(join(ROOT, test)));
    expect(missing).toEqual([]);
  });

  it('names, of the engine, tests that say in their title which fault they would fail with', () => {
    const ofEngine = faults.filter(([, , , test]) => test.startsWith('test/engine/'));
    const silent = ofEngine.filter(
      ([id, , state, test]) => state.startsWith('fixed') && !readFileSync(join(ROOT, test), 'utf8').includes(`(${id})`),
    );
    expect(ofEngine.length).toBeGreaterThan(25);
    expect(silent.map(([id, , , test]) => `${id} ${test}`)).toEqual([]);
  });

  it('names conventions that there are', () => {
    const keys = new Set([
      ...Object.keys(conventionsOf('jesse')),
      ...Object.keys(metricConventions(true)),
      'order-price',
    ]);
    const named = faults.flatMap(([, , state]) => [...state.matchAll(/compat[^`]*((?:`[\w-]+`(?:, )?)+)/g)]);
    const words = named.flatMap(([, list]) => list.split(/[`, ]+/).filter((word) => word !== ''));
    expect(words.length).toBeGreaterThan(10);
    expect(words.filter((word) => !keys.has(word))).toEqual([]);
  });
});
