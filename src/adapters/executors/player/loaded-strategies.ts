import type { StrategyClass } from '../../../engine/strategy/strategy.ts';
import type { Failure } from '../../../model/outcome.ts';
import { failureOf } from '../../../run/play/failure.ts';
import { OWN_FOLDERS } from '../../system/package.ts';
import { evaluateStrategies, type StrategyModule } from '../../system/strategy-module.ts';
import type { ImpurityWatch } from './impurity-watch.ts';

type Classes = Readonly<Record<string, StrategyClass>>;

const NOTHING: ReadonlyMap<string, string> = new Map();

/** Bundles of one thread. Proven ones are evaluated once, all others for each job. */
export class LoadedStrategies {
  readonly #watch: ImpurityWatch;
  readonly #shared = new Map<string, { readonly classes: Classes; readonly heard: ReadonlyMap<string, string> }>();

  constructor(watch: ImpurityWatch) {
    this.#watch = watch;
  }

  /** Returns the strategies of a bundle for one job, and starts the watch. */
  async forJob(url: string): Promise<{ readonly classes: Classes } | Failure> {
    const known = this.#shared.get(url);
    this.#watch.listen(url, known?.heard ?? NOTHING);
    if (known !== undefined) return known;
    try {
      // Node caches the module, which only holds the factory.
      const module: StrategyModule = await import(url);
      this.#watch.hearEvaluations(module);
      const classes = (await evaluateStrategies(module, this.#watch.guards)) as Classes;
      if (!module.needs.isShared) return { classes };
      const shared = { classes, heard: this.#watch.takeHeard() };
      this.#shared.set(url, shared);
      this.#watch.listen(url, shared.heard);
      return shared;
    } catch (error) {
      this.#watch.takeHeard();
      return { ...failureOf(error, OWN_FOLDERS), code: 'StrategyNotLoaded' };
    }
  }
}
