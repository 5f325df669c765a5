import type { Expectation } from '../expectations/expectation.ts';
import type { Backtest, Batch, DateBounds, SingleSettings } from './batch.ts';
import type { Axis } from './grid.ts';
import { chosen, type Fault, faultsOf, type Layer, type Origin, resolveRows, without } from './layers.ts';
import type { DocumentPath } from './problems.ts';
import type { BacktestDocument, BatchDocument, Settings } from './schema.ts';
import { EXCHANGE_SETTINGS, FILL_SETTINGS, SINGLE_SETTINGS } from './settings.ts';
import { crossSetups } from './setups.ts';

/** Resolves every setting of a batch. `overrides` (flags) win over the backtest, the backtest over the batch. */
export function resolveBatch({ content, origin }: Layer<BatchDocument>, overrides: Layer | null = null): Batch {
  const fault = faultsOf(origin);
  const forced = overrides ? axesOf(overrides.content, overrides.origin, []) : [];
  const forcedExpectations = overrides ? expectationsOf(overrides.content, overrides.origin, []) : [];
  checkDates(content, [], fault);
  return {
    backtests: content.backtests.map((own, index) => {
      const path = ['backtests', index];
      return {
        at: origin.locate(path),
        axes: without(axesOf(own, origin, path), forced),
        ...expectIn(expectationsOf(own, origin, path)),
        ...resolveBacktest(content, own, overrides?.content ?? {}, path, fault),
      };
    }),
    axes: [...without(axesOf(content, origin, []), forced), ...forced],
    ...expectIn([...expectationsOf(content, origin, []), ...forcedExpectations]),
    ...(content.env === undefined ? {} : { env: content.env }),
  };
}

function resolveBacktest(
  shared: Settings,
  own: BacktestDocument,
  forced: Settings,
  path: DocumentPath,
  fault: Fault,
): Omit<Backtest, 'at' | 'axes' | 'expect'> {
  checkDates(own, path, fault);
  return {
    ...resolveSettings([shared, own, forced], path, fault),
    setups: crossSetups(own, path, fault),
    periods: resolvePeriods(shared, own, forced),
  };
}

/** Resolves the settings of a backtest; the layers are batch, backtest and flags. */
function resolveSettings(layers: readonly Settings[], path: DocumentPath, fault: Fault): SingleSettings {
  const exchanges = exchangeLayers(layers);
  const known = { exchange: chosen(exchanges, 'name') ?? '', compat: chosen(layers, 'compat') ?? null };
  const faultIn = (place: DocumentPath): Fault => {
    return (key, message) => fault([...place, ...key], message);
  };
  const exchangeFault = faultIn([...(layers[1].exchange ? path : []), 'exchange']);
  const exchange = resolveRows(EXCHANGE_SETTINGS, exchanges, known, exchangeFault);
  if (exchange.type === 'spot' && exchange.leverage !== 1)
    throw exchangeFault(['leverage'], `found ${exchange.leverage}, allowed on spot: 1`);
  const fills = layers.map((layer) => layer.fills);
  return {
    exchange,
    ...resolveRows(SINGLE_SETTINGS, layers, known, faultIn(path)),
    fills: resolveRows(FILL_SETTINGS, fills, known, faultIn([...path, 'fills'])),
  };
}

/** A backtest that names its exchange ignores the exchange of the batch; otherwise it overrides single keys of it. */
function exchangeLayers(layers: readonly Settings[]): readonly Settings['exchange'][] {
  const exchanges = layers.map((layer) => layer.exchange);
  return exchanges[1]?.name === undefined ? exchanges : exchanges.slice(1);
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

function expectationsOf({ expect }: Settings, origin: Origin, path: DocumentPath): readonly Expectation[] {
  const at = origin.locate([...path, 'expect']);
  return (expect ?? []).map((text) => ({ text, at, code: origin.code }));
}

/** The key is left out where there is nothing, so that a batch without conditions is what it was. */
function expectIn(expect: readonly Expectation[]): Pick<Batch, 'expect'> {
  return expect.length === 0 ? {} : { expect };
}

function axesOf(settings: Settings, origin: Origin, path: DocumentPath): readonly Axis[] {
  return Object.entries(settings.parameters ?? {}).map(([name, values]) => ({
    name,
    values,
    at: origin.locate([...path, 'parameters', name]),
  }));
}
