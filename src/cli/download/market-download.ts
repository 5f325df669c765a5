import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CandleStore, Merged } from '../../adapters/candles/lmdb/store.ts';
import type { DownloadSource, Fetched, FetchProgress } from '../../adapters/download/source.ts';
import { missingMinutes } from '../../model/gap.ts';
import { type Market, marketKey } from '../../model/market.ts';
import type { TimeRange } from '../../model/time.ts';
import { readEach, storeAll } from '../import/store-all.ts';
import type { Ledger } from './ledger.ts';
import { minutesIn } from './months.ts';

/** A part of a month after its download. */
export interface PartCount {
  readonly part: TimeRange;
  /** `absent` when neither the store nor the source has anything of it. */
  readonly outcome: 'downloaded' | 'skipped' | 'absent';
  readonly added: number;
  readonly replaced: number;
  readonly filled: number;
  readonly bytes: number;
  /** Ranges that the source has no file of. */
  readonly absent: readonly TimeRange[];
}

export interface DownloadParts {
  readonly source: DownloadSource;
  readonly store: Pick<CandleStore, 'markets' | 'begin'>;
  readonly ledger: Ledger;
  readonly gaps: 'leave' | 'fill';
  readonly conflicts: 'refuse' | 'replace';
  readonly signal: AbortSignal;
}

const NOTHING = { added: 0, replaced: 0, filled: 0, bytes: 0, absent: [] };

/** Downloads a part of a month and stores it, all of it or nothing; skips it when it is stored already. */
export async function downloadPart(
  parts: DownloadParts,
  market: Market,
  part: TimeRange,
  onProgress: (progress: FetchProgress) => void,
): Promise<PartCount> {
  const { source, store, ledger, signal } = parts;
  const stored = storedRanges(store, market);
  const range = ledger.wanted(market, part, stored);
  if (range === null) return { ...NOTHING, part, outcome: 'skipped' };
  return withFolder(async (folder): Promise<PartCount> => {
    const fetched = await source.fetch({ market, range, folder, signal, onProgress });
    const { bytes, absent } = fetched;
    if (fetched.files.length === 0) {
      return { ...NOTHING, part, outcome: minutesIn(stored, part) > 0 ? 'skipped' : 'absent', absent };
    }
    const merged = await putFetched(parts, market, fetched);
    if (absent.length === 0) ledger.note(market, part, storedRanges(store, market));
    return { part, outcome: 'downloaded', ...countsOf(merged), bytes, absent };
  });
}

/** Ranges of a market that are stored. */
function storedRanges(store: Pick<CandleStore, 'markets'>, market: Market): readonly TimeRange[] {
  const stored = store.markets().find((summary) => marketKey(summary.market) === marketKey(market));
  return stored?.ranges ?? [];
}

async function putFetched(
  { store, gaps, conflicts }: DownloadParts,
  market: Market,
  fetched: Fetched,
): Promise<Merged> {
  // Sources give minutes; a file of one candle could not tell.
  return storeAll(store.begin(market, { gaps, conflicts, timeframe: '1m' }), readEach(fetched.files));
}

function countsOf({ counts, filledBetween }: Merged): Pick<PartCount, 'added' | 'replaced' | 'filled'> {
  const between = missingMinutes(filledBetween);
  return {
    added: counts.reduce((sum, { added }) => sum + added, between),
    replaced: counts.reduce((sum, { replaced }) => sum + replaced, 0),
    filled: counts.reduce((sum, { filled }) => sum + missingMinutes(filled), between),
  };
}

async function withFolder<Value>(action: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'jbt-download-'));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
