import { JbtError } from '../../model/errors.ts';
import type { Backtest, Batch, DateBounds } from './batch.ts';
import { resolveExchange } from './exchange.ts';
import type { WarmUp } from './fields.ts';
import type { Axis } from './grid.ts';
import { chosen, type Fault, type Layer, type Origin, without } from './layers.ts';
import type { DocumentPath } from './problems.ts';
import type { BacktestDocument, BatchDocument, Settings } from './schema.ts';
import { crossSetups } from './setups.ts';

/** As many bars as Jesse asks for; what is not stored is done without, and said. */
const DEFAULT_WARMUP: WarmUp = { kind: 'stored', bars: 240 };

/** Fills in what a batch leaves out. `overrides` (flags) go before what a backtest sets, that before what the batch sets. */
export function resolveBatch({ content, origin }: Layer<BatchDocument>, overrides: Layer | null = null): Batch {
  const fault: Fault = (path, message) => new JbtError(origin.code, `${origin.locate(path)}: ${message}`);
  const forced = overrides ? axesOf(overrides.content, overrides.origin, []) : [];
  checkDates(content, [], fault);
  return {
    backtests: content.backtests.map((own, index) => {
      const path = ['backtests', index];
      return {
        at: origin.locate(path),
        axes: without(axesOf(own, origin, path), forced),
        ...resolveBacktest(content, own, overrides?.content ?? {}, path, fault),
      };
    }),
    axes: [...without(axesOf(content, origin, []), forced), ...forced],
    ...(content.env === undefined ? {} : { env: content.env }),
  };
}

function resolveBacktest(
  shared: Settings,
  own: BacktestDocument,
  forced: Settings,
  path: DocumentPath,
  fault: Fault,
): Omit<Backtest, 'at' | 'axes'> {
  checkDates(own, path, fault);
  const layers = [shared, own, forced];
  const fills = layers.map((layer) => layer.fills);
  const compat = chosen(layers, 'compat') ?? null;
  return {
    exchange: resolveExchange(
      layers.map((layer) => layer.exchange),
      path,
      fault,
    ),
    setups: crossSetups(own, path, fault),
    periods: resolvePeriods(shared, own, forced),
    warmup: chosen(layers, 'warmup') ?? DEFAULT_WARMUP,
    fills: {
      gap: chosen(fills, 'gap') ?? (compat === 'jesse' ? 'order-price' : 'open'),
      slippage: chosen(fills, 'slippage') ?? 0,
    },
    compat,
    seed: chosen(layers, 'seed') ?? 0,
  };
}

function checkDates(settings: Settings, path: DocumentPath, fault: Fault): void {
  const both = settings.periods && (settings.from !== undefined || settings.to !== undefined);
  if (both) throw fault([...path, 'periods'], 'not allowed beside from and to');
}

/** Dates of a backtest replace the batch's periods; forced dates replace the bounds of every period. */
function resolvePeriods(shared: Settings, own: BacktestDocument, forced: Settings): readonly DateBounds[] {
  const dated = own.from !== undefined || own.to !== undefined;
  const single = { from: own.from ?? shared.from ?? null, to: own.to ?? shared.to ?? null };
  const periods = own.periods ?? (dated ? null : shared.periods) ?? [single];
  const bounded = periods.map(({ from, to }) => ({ from: forced.from ?? from, to: forced.to ?? to }));
  return [...new Map(bounded.map((period) => [`${period.from}..${period.to}`, period])).values()];
}

function axesOf(settings: Settings, origin: Origin, path: DocumentPath): readonly Axis[] {
  return Object.entries(settings.parameters ?? {}).map(([name, values]) => ({
    name,
    values,
    at: origin.locate([...path, 'parameters', name]),
  }));
}
