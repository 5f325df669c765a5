import type { Filter, Store, Strategy, StrategyClass } from 'jbt-runner';

/** Calls by hook, by symbol. */
type HookCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Hooks that the recordings count, with the recordings' names. True answers count besides. */
const HOOKS = {
  before: 'before',
  after: 'after',
  shouldCancelEntry: 'should_cancel_entry',
  shouldLong: 'should_long',
  shouldShort: 'should_short',
  goLong: 'go_long',
  goShort: 'go_short',
  updatePosition: 'update_position',
  onOpenPosition: 'on_open_position',
  onIncreasedPosition: 'on_increased_position',
  onReducedPosition: 'on_reduced_position',
  onClosePosition: 'on_close_position',
  onCancel: 'on_cancel',
  onRouteOpenPosition: 'on_route_open_position',
  onRouteIncreasedPosition: 'on_route_increased_position',
  onRouteReducedPosition: 'on_route_reduced_position',
  onRouteClosePosition: 'on_route_close_position',
  onRouteCanceled: 'on_route_canceled',
  beforeTerminate: 'before_terminate',
  terminate: 'terminate',
  addThirdEntry: 'third entry placed',
} as const;

/** A strategy whose calls are counted, and what it leaves behind. */
export interface Counted {
  readonly strategy: StrategyClass;
  readonly counts: HookCounts;
  /** Counts of the session that played it. */
  store(): Store;
}

/** The same strategy, counting how often each hook is called and each filter is asked. */
export function counted(original: StrategyClass): Counted {
  const counts: Record<string, Record<string, number>> = {};
  let store: Store | null = null;
  const count = ({ symbol }: Strategy, what: string): void => {
    counts[symbol] ??= {};
    counts[symbol][what] = (counts[symbol][what] ?? 0) + 1;
  };
  class CountedStrategy extends original {
    constructor(...seat: ConstructorParameters<StrategyClass>) {
      super(...seat);
      store = this.store;
    }

    override filters(): readonly Filter[] {
      count(this, 'filters');
      return super.filters().map((filter) => () => {
        const passes = filter.call(this);
        count(this, `filter ${snakeCased(filter.name)}=${passes ? 'pass' : 'fail'}`);
        return passes;
      });
    }
  }
  for (const [hook, name] of Object.entries(HOOKS)) countCalls(CountedStrategy.prototype, hook, name, count);
  Object.defineProperty(CountedStrategy, 'name', { value: original.name });
  return {
    strategy: CountedStrategy,
    counts,
    store: () => {
      if (store === null) throw new Error(`${original.name} was not played`);
      return store;
    },
  };
}

function countCalls(
  prototype: Strategy,
  hook: string,
  name: string,
  count: (strategy: Strategy, what: string) => void,
): void {
  const original: unknown = Reflect.get(prototype, hook);
  if (typeof original !== 'function') return;
  const value = function (this: Strategy, ...given: readonly unknown[]): unknown {
    count(this, name);
    const answer: unknown = original.apply(this, given);
    if (answer === true) count(this, `${name}=true`);
    return answer;
  };
  Object.defineProperty(prototype, hook, { value });
}

function snakeCased(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
