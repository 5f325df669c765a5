import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DAY, formatDate, monthStart, type TimeRange, type Timestamp } from '../../../model/time.ts';
import { sha256 } from '../../system/digest.ts';
import { downloadFailed, PassingFailure, withRetries } from '../retry.ts';
import type { DownloadRequest, DownloadSource, Fetched, FetchedFile, SourceParts } from '../source.ts';
import { type ArchivedMarket, archivedMarket, archivePath } from './archive.ts';
import { getFile } from './http.ts';

export const BINANCE_DUMPS_URL = 'https://data.binance.vision';

/** A month's archive may be published so long after its end; until then there are those of its days. */
const LATEST_PUBLICATION = 35 * DAY;
const DAYS_AT_ONCE = 4;

/** The archives of minutes that Binance publishes, by month and by day. */
export function binanceDumps(baseUrl: string, parts: SourceParts): DownloadSource {
  const root = baseUrl.replace(/\/+$/, '');
  return {
    name: 'binance-dumps',
    async check(market) {
      archivedMarket(market);
    },
    fetch: (request) => new MonthFetch(root, parts, request).run(),
  };
}

/** The download of one month, or a part of it. */
class MonthFetch {
  readonly #root: string;
  readonly #parts: SourceParts;
  readonly #request: DownloadRequest;
  readonly #market: ArchivedMarket;
  #bytes = 0;
  /** Null while a whole month is fetched. */
  #daysShare: number | null = null;

  constructor(root: string, parts: SourceParts, request: DownloadRequest) {
    this.#root = root;
    this.#parts = parts;
    this.#request = request;
    this.#market = archivedMarket(request.market);
  }

  async run(): Promise<Fetched> {
    const { range } = this.#request;
    const [start, end] = [monthStart(range.from), monthStart(range.from, 1)];
    const now = this.#parts.now();
    const monthly = end <= now ? await this.#download(formatDate(start).slice(0, '2023-01'.length)) : null;
    if (monthly !== null) return { files: [monthly], bytes: this.#bytes, absent: [] };
    if (now - end > LATEST_PUBLICATION) return { files: [], bytes: 0, absent: [range] };
    return this.#downloadDays(daysOf(range));
  }

  async #downloadDays(days: readonly Timestamp[]): Promise<Fetched> {
    this.#daysShare = 0;
    const files: FetchedFile[] = [];
    const absent: TimeRange[] = [];
    for (let first = 0; first < days.length; first += DAYS_AT_ONCE) {
      const batch = days.slice(first, first + DAYS_AT_ONCE);
      const found = await Promise.all(batch.map((day) => this.#downloadDay(day)));
      for (const [index, file] of found.entries()) {
        if (file === null) absent.push({ from: batch[index], to: batch[index] + DAY });
        else files.push(file);
      }
      this.#daysShare = Math.min(1, (first + DAYS_AT_ONCE) / days.length);
      this.#count(0, 0);
    }
    return { files, bytes: this.#bytes, absent };
  }

  /** A day that is not over has no archive. */
  async #downloadDay(day: Timestamp): Promise<FetchedFile | null> {
    return day + DAY > this.#parts.now() ? null : this.#download(formatDate(day));
  }

  async #download(date: string): Promise<FetchedFile | null> {
    const { signal, folder } = this.#request;
    const path = archivePath(this.#market, date);
    const content = await withRetries(this.#parts, signal, () => this.#getChecked(`${this.#root}/${path}`));
    if (content === null) return null;
    const file = join(folder, basename(path));
    writeFileSync(file, content);
    return { path: file, name: basename(path) };
  }

  /** Fetches an archive and compares it with its checksum. */
  async #getChecked(url: string): Promise<Buffer | null> {
    const { signal } = this.#request;
    const { now } = this.#parts;
    const content = await getFile(url, signal, now, (count, share) => this.#count(count, share));
    if (content === null) return null;
    const checksum = await getFile(`${url}.CHECKSUM`, signal, now);
    if (checksum === null) throw downloadFailed(`${url} has no file .CHECKSUM beside it`);
    const [expected] = /^[0-9a-f]{64}\b/i.exec(checksum.toString('latin1').trim()) ?? [];
    if (expected?.toLowerCase() !== sha256(content)) throw new PassingFailure(`${url} does not fit its checksum`);
    return content;
  }

  #count(bytes: number, shareOfFile: number): void {
    this.#bytes += bytes;
    this.#request.onProgress({ bytes: this.#bytes, share: this.#daysShare ?? shareOfFile });
  }
}

function daysOf({ from, to }: TimeRange): readonly Timestamp[] {
  const first = Math.floor(from / DAY);
  return Array.from({ length: Math.ceil(to / DAY) - first }, (_, index) => (first + index) * DAY);
}
