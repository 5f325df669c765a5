import type { StrategyModule } from '../../system/strategy-module.ts';
import { callerWithin, sourceOf } from './caller.ts';
import { Guards } from './guards.ts';
import { watchFunctionConstructors } from './watched-globals.ts';

/** What goes on or stays behind, open files among it, when a backtest is over, so that its thread must not play another one. */
const LASTING =
  /^(?:Function|eval|import|require|set(?:Timeout|Interval|Immediate)|Worker|BroadcastChannel|process\.(?:on|once|add|prepend|chdir|umask|setUncaught|dlopen|binding|getBuiltinModule)|fs\.(?:promises\.)?(?:open|create|watch)|(?:module|vm|worker_threads|child_process|net|dgram|tls|http|https|http2|cluster|inspector|async_hooks|diagnostics_channel|timers|v8|domain)\.)/;

/**
 * Hears what strategies take from outside of their backtest: the clock, chance, the environment, files, the network. Local
 * time and locale are no secret: results are kept under them.
 */
export class ImpurityWatch {
  readonly guards: Guards;
  #url = '';
  #heard: Map<string, string> | null = null;

  /** `given` is told of modules of Node that strategies get. */
  constructor(given: (module: object, name: string) => void) {
    this.guards = new Guards((what) => this.#hear(what), given);
  }

  /** Also hears what no guard can, by changing built-in objects for good. */
  takeThread(): void {
    watchFunctionConstructors((what) => this.#hear(what));
  }

  /** Listens from now on to the strategies of a module; `known` is what was heard while they were loaded. */
  listen(url: string, known: ReadonlyMap<string, string>): void {
    this.#url = url;
    this.#heard = new Map(known);
    this.guards.forget();
  }

  /** Hears what no guard does. */
  hearEvaluations({ needs }: StrategyModule): void {
    for (const place of needs.evaluations) this.#heard?.set('eval()', sourceOf(this.#url, place));
  }

  /** What was used, and where, since it began to listen. */
  takeHeard(): ReadonlyMap<string, string> {
    const heard = this.#heard ?? new Map();
    this.#heard = null;
    return heard;
  }

  #hear(what: string): void {
    const heard = this.#heard;
    if (heard === null || heard.has(what)) return;
    // Finding the caller may itself read files.
    this.#heard = null;
    const place = callerWithin(this.#url);
    this.#heard = heard.set(what, place);
  }
}

/** What was heard, in words. */
export function impuritiesOf(heard: ReadonlyMap<string, string>): readonly string[] {
  return [...heard].map(([what, place]) => `it uses ${what} (${place})`);
}

/** Whether a strategy may still be at work, or have changed its thread, after its backtest. */
export function isLasting(heard: ReadonlyMap<string, string>): boolean {
  return [...heard.keys()].some((what) => LASTING.test(what));
}
