import { equityPoints } from '../../metrics/index.ts';
import { parseDate } from '../../model/time.ts';
import type { RunInputs } from '../../run/comparison/inputs.ts';
import type { JobReport } from '../../run/report.ts';
import type { EmbeddedPage, EmbeddedRun, RunSummary, SessionView } from '../session.ts';
import { applyMessage, EMPTY_VIEW, type RunView, type ServerMessage } from '../wire.ts';

/** State of the connection to the server; `reconnecting` is the server itself, to what it has the run from. */
export type Connection = 'connecting' | 'open' | 'reconnecting' | 'lost' | 'none' | 'missing';

/** Gives a page its data: a server, or the file it is in. */
export interface Source {
  /** True where runs can be listed and cancelled. */
  readonly isLive: boolean;
  runs(): Promise<readonly RunSummary[]>;
  /** Follows a run; null follows the one that the server plays. The returned function ends it. */
  follow(run: string | null, heard: (view: RunView, connection: Connection) => void): () => void;
  session(run: string, job: string): Promise<SessionView>;
  /** Inputs of a run; null where they are not known. */
  inputs(run: string): Promise<RunInputs | null>;
  /** Cancels a run, or one backtest of it. Rejects with what to do where the server cannot. */
  cancel(run: string, job: string | null): Promise<void>;
}

/** The source that this page has. */
export function openSource(): Source {
  const element = document.getElementById('jbt-data');
  return element === null ? serverSource() : embeddedSource(JSON.parse(element.textContent ?? '') as EmbeddedPage);
}

function embeddedSource({ place, runs }: EmbeddedPage): Source {
  if (location.hash === '') location.hash = place;
  const runOf = (id: string | null): EmbeddedRun | undefined =>
    id === null ? runs[0] : runs.find(({ message }) => message.run === id);
  return {
    isLive: false,
    runs: async () => [],
    follow(id, heard) {
      const run = runOf(id);
      if (run === undefined) heard(EMPTY_VIEW, 'missing');
      else heard(applyMessage(EMPTY_VIEW, run.message), 'none');
      return () => {};
    },
    async session(id, job) {
      const run = runOf(id);
      const row = run?.message.view.rows.find((one) => one.id === job);
      if (run === undefined || row === undefined)
        throw new Error(`This file does not hold ${job}: "jbt dashboard" shows it.`);
      return embeddedSession(run, row);
    },
    inputs: async (id) => runOf(id)?.inputs ?? null,
    cancel: async () => {},
  };
}

/** A backtest as far as a file holds it: its row, its equity and its trades where there was room. */
function embeddedSession({ message, equity, bars, sessions }: EmbeddedRun, row: JobReport): SessionView {
  const points = equityPoints(equity[row.id] ?? [], parseDate(row.from) ?? 0, parseDate(row.to) ?? 0);
  const session = sessions[row.id];
  const missing =
    session === undefined ? 'Candles, trades and logs are' : 'Logs and lines that the strategy plotted are';
  return {
    ...{ row, exchange: row.exchange.name, lines: [], logs: [] },
    markets: session?.markets.map((market) => ({ ...market, bars: bars[market.bars] })) ?? [],
    trades: session?.trades ?? [],
    equity: { time: points.map(({ time }) => time), value: points.map((point) => point.equity) },
    notes: [`${missing} not in this file: "jbt dashboard ${message.run}" shows them.`],
  };
}

/** Code of a socket that the server closes because it does not know the run. */
const NO_SUCH_RUN = 4004;
/** Longest wait between two attempts to connect. */
const LONGEST_WAIT_MS = 5_000;

function serverSource(): Source {
  return {
    isLive: true,
    runs: async () => (await read<{ readonly runs: readonly RunSummary[] }>('api/runs')).runs,
    follow: followOverSocket,
    session: (run, job) => read<SessionView>(`api/runs/${encodeURIComponent(run)}/jobs/${encodeURIComponent(job)}`),
    inputs: (run) => read<RunInputs | null>(`api/runs/${encodeURIComponent(run)}/inputs`),
    async cancel(run, job) {
      const path = job === null ? [run, 'cancel'] : [run, 'jobs', job, 'cancel'];
      await read(`api/runs/${path.map(encodeURIComponent).join('/')}`, { method: 'POST' });
    },
  };
}

async function read<Value>(path: string, init: RequestInit = {}): Promise<Value> {
  const response = await fetch(path, { ...init, headers: { authorization: `Bearer ${token()}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(text === '' ? `The server answered ${response.status}.` : text);
  return JSON.parse(text) as Value;
}

/** The token of the URL, which the server prints; it is kept for the tab alone. */
function token(): string {
  const given = new URLSearchParams(location.search).get('token');
  if (given !== null) {
    sessionStorage.setItem('token', given);
    history.replaceState(null, '', location.pathname + location.hash);
  }
  return sessionStorage.getItem('token') ?? '';
}

/** The message of a frame, which the server packs once for all clients. */
async function messageOf(frame: Blob): Promise<ServerMessage> {
  return new Response(frame.stream().pipeThrough(new DecompressionStream('gzip'))).json();
}

function followOverSocket(run: string | null, heard: (view: RunView, connection: Connection) => void): () => void {
  let view = EMPTY_VIEW;
  let connection: Connection = 'open';
  let attempts = 0;
  let closed = false;
  let socket: WebSocket | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const hear = (message: ServerMessage): void => {
    if (closed) return;
    if (message.kind === 'source') connection = message.isReached ? 'open' : 'reconnecting';
    view = applyMessage(view, message);
    heard(view, connection);
  };
  const connect = (): void => {
    const url = new URL(`live?run=${encodeURIComponent(run ?? '')}`, location.href);
    url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    url.hash = '';
    // A browser sends no headers of ours with a socket; a protocol is not logged as an address is.
    const opened = new WebSocket(url, ['jbt', `token.${token()}`]);
    socket = opened;
    opened.onopen = () => {
      attempts = 0;
    };
    // Frames are unpacked aside, and a socket may close before its last one is.
    let heardAll: Promise<unknown> = Promise.resolve();
    opened.onmessage = ({ data }) => {
      const message = messageOf(data as Blob);
      heardAll = heardAll.then(async () => hear(await message)).catch(() => opened.close());
    };
    opened.onclose = async ({ code }) => {
      await heardAll;
      if (closed) return;
      connection = 'open';
      if (code === NO_SUCH_RUN) return heard(view, 'missing');
      // A run that is over takes its server with it; the page keeps what it has.
      if (view.report !== null) return heard(view, 'none');
      heard(view, 'lost');
      retry = setTimeout(connect, Math.min(LONGEST_WAIT_MS, 250 * 2 ** attempts++));
    };
  };
  heard(view, 'connecting');
  connect();
  return () => {
    closed = true;
    clearTimeout(retry);
    socket?.close();
  };
}
