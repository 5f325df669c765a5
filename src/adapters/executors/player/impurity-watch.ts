import type { StrategyModule } from '../../system/strategy-module.ts';
import { callerWithin, sourceOf } from './caller.ts';
import { Guards } from './guards.ts';
import { watchFunctionConstructors } from './watched-globals.ts';

/** Uses that outlive the backtest, such as timers, listeners and open files. The thread must be replaced after them. */
const LASTING =
  /^(?:Function|eval|import|require|set(?:Timeout|Interval|Immediate)|Worker|BroadcastChannel|process\.(?:on|once|add|prepend|chdir|umask|setUncaught|dlopen|binding|getBuiltinModule)|fs\.(?:promises\.)?(?:open|create|watch)|(?:module|vm|worker_threads|child_process|net|dgram|tls|http|https|http2|cluster|inspector|async_hooks|diagnostics_channel|timers|v8|domain)\.)/;

/**
 * Records what strategies use outside of their backtest: the clock, chance, the environment, files, the network. Time
 * zone and locale do not count: they are part of the key of a result.
 */
export class ImpurityWatch {
  readonly guards: Guards;
  #url = '';
  #heard: Map<string, string> | null = null;

  /** `given` is called with each module of Node that strategies import. */
  constructor(given: (module: object, name: string) => void) {
    this.guards = new Guards((what) => this.#hear(what), given);
  }

  /** Changes built-in objects for good, to hear what no guard can. */
  takeThread(): void {
    watchFunctionConstructors((what) => this.#hear(what));
  }

  /** Starts to record uses by the strategies of a module; `known` are those while they were loaded. */
  listen(url: string, known: ReadonlyMap<string, string>): void {
    this.#url = url;
    this.#heard = new Map(known);
    this.guards.forget();
  }

  /** Records calls of `eval`, which no guard can hear. */
  hearEvaluations({ needs }: StrategyModule): void {
    for (const place of needs.evaluations) this.#heard?.set('eval()', sourceOf(this.#url, place));
  }

  /** Returns the recorded uses and their places, and stops recording. */
  takeHeard(): ReadonlyMap<string, string> {
    const heard = this.#heard ?? new Map();
    this.#heard = null;
    return heard;
  }

  #hear(what: string): void {
    const heard = this.#heard;
    if (heard === null || heard.has(what)) return;
    // `callerWithin` may itself use what is watched.
    this.#heard = null;
    const place = callerWithin(this.#url);
    this.#heard = heard.set(what, place);
  }
}

/** Formats recorded uses. */
export function impuritiesOf(heard: ReadonlyMap<string, string>): readonly string[] {
  return [...heard].map(([what, place]) => `it uses ${what} (${place})`);
}

/** True if a recorded use may outlive the backtest. */
export function isLasting(heard: ReadonlyMap<string, string>): boolean {
  return [...heard.keys()].some((what) => LASTING.test(what));
}
