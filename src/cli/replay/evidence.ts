import { recordPacker } from '../../adapters/system/record-packer.ts';
import type { Ending } from '../../run/ports.ts';
import { type Evidence, readResultRecord } from '../../run/results/result-record.ts';

/** Trades, orders and equity of a backtest that was played; the reason in words where it has none. */
export function evidenceOf(ending: Ending): Evidence | string {
  if (ending.kind === 'died') return ending.failure.message;
  const { outcome, recorded } = ending;
  if (outcome.status === 'failed') return `${outcome.failure.code}: ${outcome.failure.message}`;
  const record = recorded?.record ?? null;
  if (record === null) return 'it was cancelled';
  return readResultRecord(recordPacker.unpack(record));
}
