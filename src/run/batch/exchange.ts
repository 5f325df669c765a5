import { DEFAULT_FEES, type ExchangeSettings, type ExchangeType } from '../../model/exchange.ts';
import { suggestion } from '../text/nearest.ts';
import { chosen, type Fault } from './layers.ts';
import type { DocumentPath } from './problems.ts';
import type { Settings } from './schema.ts';

/** Layers are the batch, the backtest, the flags. A backtest that names its exchange starts from that one's defaults, otherwise it changes the batch's. */
export function resolveExchange(
  layers: readonly Settings['exchange'][],
  path: DocumentPath,
  fault: Fault,
): ExchangeSettings {
  const [, own, forced] = layers;
  const given = own?.name === undefined ? layers : [own, forced];
  const problem = (key: string, message: string) => fault([...(own ? path : []), 'exchange', key], message);
  const name = chosen(given, 'name');
  if (name === undefined) throw problem('name', 'missing: say at which exchange the symbols are traded');
  const type = chosen(given, 'type') ?? knownType(name);
  const fee = chosen(given, 'fee') ?? knownFee(name);
  const unknown = `missing, and not known for "${name}"${suggestion(name, Object.keys(DEFAULT_FEES))}`;
  if (type === null) throw problem('type', `${unknown}: say spot or futures`);
  if (fee === null) throw problem('fee', `${unknown}: give a share such as 0.0004 for 0.04 %`);
  const leverage = chosen(given, 'leverage') ?? 1;
  if (type === 'spot' && leverage !== 1) throw problem('leverage', `found ${leverage}, allowed on spot: 1`);
  const balance = chosen(given, 'balance') ?? 10_000;
  return { name, type, fee, balance, leverage, leverageMode: chosen(given, 'leverageMode') ?? 'cross' };
}

function knownFee(exchange: string): number | null {
  return Object.hasOwn(DEFAULT_FEES, exchange) ? DEFAULT_FEES[exchange] : null;
}

/** Of the exchanges that Jesse knows those called "Spot" are, the others trade perpetual futures. */
function knownType(exchange: string): ExchangeType | null {
  if (!Object.hasOwn(DEFAULT_FEES, exchange)) return null;
  return exchange.endsWith('Spot') ? 'spot' : 'futures';
}
