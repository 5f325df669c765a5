import type { StoredRun } from '../../../adapters/runs/stored-run.ts';
import type { Job } from '../../../model/job.ts';
import type { ParameterValues } from '../../../model/parameter.ts';
import { formatDate, formatLength, MINUTE } from '../../../model/time.ts';
import { parameterLabel } from '../../../run/text/labels.ts';
import { formatFixed } from '../../../run/text/numbers.ts';

/** Value of every parameter of the strategies of a job: the chosen one, else the default. */
export function allParameters({ strategies }: StoredRun, { routes, parameters }: Job): ParameterValues {
  const defaults = routes.map(({ strategy }) => strategies[strategy] ?? {});
  return Object.assign({}, ...[...defaults].reverse(), parameters);
}

/** Settings of a backtest in words, by name. */
export function settingLines(run: StoredRun, job: Job): readonly (readonly [name: string, text: string])[] {
  const { exchange, fills } = job;
  const leverage = exchange.type === 'spot' ? '' : `, leverage ${exchange.leverage} ${exchange.leverageMode}`;
  const data = job.dataRoutes.map(({ symbol, timeframe }) => `${symbol} ${timeframe}`);
  return [
    ['exchange', `${exchange.name}, ${exchange.type}, balance ${formatFixed(exchange.balance, 2)}${leverage}`],
    [
      'fees',
      `${percentText(exchange.fee)} a fill, slippage ${percentText(fills.slippage)}, gaps filled at ${gapText(job)}`,
    ],
    ['routes', job.routes.map(({ symbol, timeframe, strategy }) => `${symbol} ${timeframe} ${strategy}`).join(', ')],
    ...(data.length > 0 ? [['data', data.join(', ')] as const] : []),
    ['parameters', parametersText(run, job)],
    [
      'dates',
      `${formatDate(job.from)} to ${formatDate(job.to)}, after ${formatLength(job.warmupMinutes * MINUTE)} of warm-up`,
    ],
    ['rules', `${job.compat === null ? 'of jbt' : 'of Jesse'}, seed ${job.seed}`],
  ];
}

function parametersText(run: StoredRun, job: Job): string {
  const all = Object.entries(allParameters(run, job)).map(([name, value]) => {
    const isDefault = !Object.hasOwn(job.parameters, name);
    return `${name}=${parameterLabel(value)}${isDefault ? ' (default)' : ''}`;
  });
  return all.length === 0 ? 'none' : all.join(' ');
}

function gapText({ fills }: Job): string {
  return fills.gap === 'open' ? 'the open' : "the order's price";
}

/** `0.04 %`. */
function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}
