import type { JobReport } from '../report.ts';
import { parameterLabel } from '../text/labels.ts';

type Described = Pick<JobReport, 'routes' | 'dataRoutes' | 'parameters' | 'from' | 'to' | 'exchange'>;

/** Routes, parameters, range and exchange of a backtest in words: the same wherever it stands in its batch. */
export function jobWords({ routes, dataRoutes, parameters, from, to, exchange }: Described): string {
  const chosen = Object.keys(parameters).sort();
  return [
    routes.map(({ strategy, symbol, timeframe }) => `${strategy} ${symbol} ${timeframe}`).join(' + '),
    ...dataRoutes.map(({ symbol, timeframe }) => `with ${symbol} ${timeframe}`),
    ...chosen.map((name) => `${name}=${parameterLabel(parameters[name])}`),
    `${from}..${to}`,
    `on ${exchange.name}`,
  ].join(' ');
}

/** Names things by their words, in order; the second of the same words gets ` #2` behind it. */
export function byWords<Item>(items: Iterable<Item>, wordsOf: (item: Item) => string): Map<string, Item> {
  const times = new Map<string, number>();
  const named = new Map<string, Item>();
  for (const item of items) {
    const words = wordsOf(item);
    const time = (times.get(words) ?? 0) + 1;
    times.set(words, time);
    named.set(time === 1 ? words : `${words} #${time}`, item);
  }
  return named;
}
