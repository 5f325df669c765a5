import {
  type ClosedTrade,
  type LiveOrder,
  type OrderLines,
  Strategy,
  type StrategyClass,
  type Timeframe,
} from 'jbt-runner';
import { differences } from '../compare.ts';
import { type Expression, evaluate, isNothing, isTrue, roundTo } from './dsl.ts';

interface Rule {
  readonly on: string;
  readonly if?: Expression;
  readonly set?: Readonly<Record<string, Expression | readonly (readonly Expression[])[]>>;
  readonly call?: 'liquidate';
}

interface Check {
  readonly n: number;
  readonly on: string;
  readonly if?: Expression;
  readonly expr: Expression;
  readonly equals: unknown;
  readonly round?: number;
}

/** A strategy of the scenario language. */
export interface StrategySpec {
  readonly should_long: Expression;
  readonly should_short: Expression;
  readonly should_cancel_entry: Expression;
  readonly filter?: Expression;
  readonly rules?: readonly Rule[];
  readonly checks?: readonly Check[];
}

/** One hook call, with what the strategy saw. */
export interface TraceEntry {
  readonly hook: string;
  readonly symbol: string;
  readonly time: number;
  readonly [field: string]: unknown;
}

/** Traces of a scenario's strategies besides their trades. */
export interface Notebook {
  readonly trace: TraceEntry[];
  readonly failedChecks: string[];
}

/** Arguments of a hook. */
interface Call {
  readonly order?: LiveOrder;
  readonly other?: Strategy;
}

/** The strategy that a scenario describes, over the public API. */
export function makeStrategy(spec: StrategySpec, record: Notebook): StrategyClass {
  return class Scenario extends Strategy {
    override shouldLong(): boolean {
      return this.#ask('should_long', spec.should_long);
    }
    override shouldShort(): boolean {
      return this.#ask('should_short', spec.should_short);
    }
    override shouldCancelEntry(): boolean {
      return this.#ask('should_cancel_entry', spec.should_cancel_entry);
    }
    override filters(): readonly (() => boolean)[] {
      return spec.filter === undefined ? [] : [this.filter];
    }
    filter(): boolean {
      return isTrue(evaluate(spec.filter ?? true, (name) => this.#lookUp(name, {})));
    }
    override before(): void {
      this.#hook('before');
    }
    override after(): void {
      this.#hook('after');
    }
    override goLong(): void {
      this.#hook('go_long');
    }
    override goShort(): void {
      this.#hook('go_short');
    }
    override updatePosition(): void {
      this.#hook('update_position');
    }
    override onOpenPosition(order: LiveOrder): void {
      this.#hook('on_open_position', { order });
    }
    override onIncreasedPosition(order: LiveOrder): void {
      this.#hook('on_increased_position', { order });
    }
    override onReducedPosition(order: LiveOrder): void {
      this.#hook('on_reduced_position', { order });
    }
    override onClosePosition(order: LiveOrder, _trade: ClosedTrade): void {
      this.#hook('on_close_position', { order });
    }
    override onCancel(): void {
      this.#hook('on_cancel');
    }
    override onRouteOpenPosition(other: Strategy): void {
      this.#hook('on_route_open_position', { other });
    }
    override onRouteClosePosition(other: Strategy): void {
      this.#hook('on_route_close_position', { other });
    }
    override onRouteIncreasedPosition(other: Strategy): void {
      this.#hook('on_route_increased_position', { other });
    }
    override onRouteReducedPosition(other: Strategy): void {
      this.#hook('on_route_reduced_position', { other });
    }
    override onRouteCanceled(other: Strategy): void {
      this.#hook('on_route_canceled', { other });
    }
    override beforeTerminate(): void {
      this.#hook('before_terminate');
    }
    override terminate(): void {
      this.#hook('terminate');
    }

    #ask(hook: string, expression: Expression): boolean {
      const answer = isTrue(evaluate(expression, (name) => this.#lookUp(name, {})));
      record.trace.push(this.#entry(`${hook}:${answer}`, {}));
      return answer;
    }

    #hook(hook: string, call: Call = {}): void {
      record.trace.push(this.#entry(hook, call));
      const lookup = (name: string): unknown => this.#lookUp(name, call);
      for (const check of spec.checks ?? []) {
        if (check.on === hook && isTrue(evaluate(check.if ?? true, lookup))) this.#check(check, lookup);
      }
      for (const rule of spec.rules ?? []) {
        if (rule.on === hook && isTrue(evaluate(rule.if ?? true, lookup))) this.#follow(rule, lookup);
      }
    }

    #check(check: Check, lookup: (name: string) => unknown): void {
      const value = evaluate(check.expr, lookup);
      const found = typeof value === 'number' && check.round !== undefined ? roundTo(value, check.round) : value;
      if (check.equals === null ? isNothing(found) : differences(check.equals, found, '').length === 0) return;
      record.failedChecks.push(
        `check ${check.n} (${check.on}): expected ${JSON.stringify(check.equals)}, found ${JSON.stringify(found)}`,
      );
    }

    #follow(rule: Rule, lookup: (name: string) => unknown): void {
      for (const [target, value] of Object.entries(rule.set ?? {})) this.#set(target, value as Expression, lookup);
      if (rule.call === 'liquidate') this.liquidate();
    }

    #set(target: string, value: Expression, lookup: (name: string) => unknown): void {
      const [scope, name] = target.split('.');
      if (scope === 'vars') this.vars[name] = evaluate(value, lookup);
      else if (scope === 'shared') this.sharedVars[name] = evaluate(value, lookup);
      else this[PROPERTIES[target]] = linesOf(value, lookup);
    }

    #entry(hook: string, { order }: Call): TraceEntry {
      const entry = {
        hook,
        symbol: this.symbol,
        time: this.time,
        index: this.index,
        price: this.price,
        qty: this.position.qty,
        entry_price: this.isOpen ? this.position.entryPrice : null,
        balance: this.balance,
        available_margin: this.availableMargin,
      };
      return order === undefined ? entry : { ...entry, order: orderOfTrace(order) };
    }

    #lookUp(name: string, call: Call): unknown {
      const [scope, ...path] = name.split('.');
      if (scope === 'vars') return this.vars[path[0]];
      if (scope === 'shared') return this.sharedVars[path[0]];
      if (scope === 'asset') return this.store.exchanges.tradingExchange.assets[path[0]];
      if (scope === 'order') return field(call.order, path[0]);
      if (scope === 'other') return path.reduce(field, call.other);
      if (scope === 'position') return field(this.position, path[0]);
      if (scope === 'candles') return candleField(this.candles, path);
      if (scope.startsWith('get_candles:')) {
        const [, symbol, timeframe] = scope.split(':');
        return candleField(this.getCandles(symbol, timeframe as Timeframe), path);
      }
      const value = field(this, name);
      return Array.isArray(value) ? value.map(orderOfList) : value;
    }
  };
}

const PROPERTIES: Readonly<Record<string, 'buy' | 'sell' | 'stopLoss' | 'takeProfit'>> = {
  buy: 'buy',
  sell: 'sell',
  stop_loss: 'stopLoss',
  take_profit: 'takeProfit',
};

function linesOf(value: Expression, lookup: (name: string) => unknown): OrderLines {
  if (!Array.isArray(value)) return null;
  return value.map((line: readonly Expression[]) => [
    evaluate(line[0], lookup) as number,
    evaluate(line[1], lookup) as number,
  ]);
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function field(object: unknown, name: string): unknown {
  const value = (object as Record<string, unknown>)[camelCase(name)];
  if (value === undefined) throw new RangeError(`the scenario language has no variable ${name}`);
  return value;
}

function candleField(
  candles: { readonly length: number; at(index: number): unknown },
  path: readonly string[],
): unknown {
  if (path[0] === 'length') return candles.length;
  return field(candles.at(path[0] === 'last' ? -1 : Number(path[0])), path[1]);
}

function orderOfList(order: LiveOrder): readonly unknown[] {
  return [order.side, order.type, order.status, order.qty, order.price];
}

function orderOfTrace(order: LiveOrder): unknown {
  return {
    type: order.type,
    side: order.side,
    qty: order.qty,
    filled_qty: order.filledQty,
    price: order.price,
    reduce_only: order.reduceOnly,
    submitted_via: order.submittedVia,
  };
}
