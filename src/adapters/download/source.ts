import type { Market } from '../../model/market.ts';
import type { TimeRange, Timestamp } from '../../model/time.ts';

/** The port of places that candles are downloaded from. */
export interface DownloadSource {
  /** Name in `--from` and in messages. */
  readonly name: string;
  /** Refuses a market that the source cannot have. Throws JbtError `InvalidOption`, `MarketNotFound` or `DownloadFailed`. */
  check(market: Market, signal: AbortSignal): Promise<void>;
  /**
   * Downloads the candles of a range within one month into files. Throws JbtError `DownloadFailed`, and the reason of the
   * signal when it is aborted.
   */
  fetch(request: DownloadRequest): Promise<Fetched>;
}

export interface DownloadRequest {
  readonly market: Market;
  /** A source of whole archives may bring more. */
  readonly range: TimeRange;
  /** Exists and is empty. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Is called now and then. */
  readonly onProgress: (progress: FetchProgress) => void;
}

export interface FetchProgress {
  readonly bytes: number;
  /** Share of the range that is done, from 0 to 1. */
  readonly share: number;
}

/** Downloaded files of candles. */
export interface Fetched {
  readonly files: readonly FetchedFile[];
  readonly bytes: number;
  /** Ranges that the source has no file of, in order of time. */
  readonly absent: readonly TimeRange[];
}

export interface FetchedFile {
  readonly path: string;
  /** Name for messages. */
  readonly name: string;
}

/** The world as sources see it. */
export interface SourceParts {
  readonly now: () => Timestamp;
  /** Attempts after the first. */
  readonly retries: number;
  /** Waits because of a failure, told in words. Rejects with the reason of the signal when it is aborted. */
  readonly wait: (ms: number, failure: string, signal: AbortSignal) => Promise<void>;
}
