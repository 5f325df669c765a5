import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { JbtError } from '../../model/errors.ts';
import type { RunInputs } from '../../run/comparison/inputs.ts';
import type { RunSummary, SessionView } from '../session.ts';
import type { Follower } from './live-run.ts';
import { type Guard, headersOf, refusalOf } from './security.ts';

/** The runs that a server shows. */
export interface Runs {
  list(): readonly RunSummary[];
  /** Follows a run; empty is the one of this process. Returns null for no such run, else what ends it. */
  follow(run: string, follower: Follower): (() => void) | null;
  /** Plays a backtest again. Throws JbtError with what to do. */
  session(run: string, job: string): Promise<SessionView>;
  /** Inputs of a run; undefined for no such run, null where they are not known. */
  inputs(run: string): RunInputs | null | undefined;
  /** Returns false for a run that this process does not play. */
  cancel(run: string): boolean;
}

/** A file of the page. */
export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

export interface ServerOptions {
  readonly runs: Runs;
  /** Files of the page by their paths; `/` is the page. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** Hashes of styles that libraries of the page add. */
  readonly styles: readonly string[];
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Null asks for none. */
  readonly token: string | null;
}

export interface OpenServer {
  /** Address for a browser, with the token. */
  readonly url: string;
  close(): Promise<void>;
}

const HEARTBEAT_MS = 30_000;
const LONGEST_URL = 2_048;

/** Serves the page, runs as JSON, and live runs over sockets. Throws JbtError `ServerUnavailable`. */
export async function openServer(options: ServerOptions): Promise<OpenServer> {
  const { host, port, token, runs } = options;
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 30_000 });
  await listen(server, host, port);
  const { port: bound } = server.address() as AddressInfo;
  const guard: Guard = { hosts: hostsOf(host, bound), token };
  const headers = headersOf(options.styles);
  server.on('request', (request, response) => {
    void answer({ request, response, options, guard, headers }).catch(() => response.destroy());
  });
  const sockets = openSockets(server, runs, guard);
  const shown = isEverywhere(host) ? 'localhost' : nameOf(host);
  return {
    url: `http://${shown}:${bound}/${token === null ? '' : `?token=${token}`}`,
    async close() {
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === 'EADDRINUSE' ? 'something listens there already; choose another with --port' : error.message;
      failed(new JbtError('ServerUnavailable', `the page cannot be served at ${host}:${port}: ${reason}`));
    });
    server.listen(port, host, done);
  });
}

/** Names of this server; null at every address, where it cannot know the names of its machine and a token protects it. */
function hostsOf(host: string, port: number): ReadonlySet<string> | null {
  if (isEverywhere(host)) return null;
  const names = ['localhost', '127.0.0.1', '[::1]', nameOf(host)];
  return new Set(names.map((name) => `${name}:${port}`.toLowerCase()));
}

function isEverywhere(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** The host as it stands in a URL: IPv6 in brackets. */
function nameOf(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly options: ServerOptions;
  readonly guard: Guard;
  readonly headers: Readonly<Record<string, string>>;
}

async function answer(exchange: Exchange): Promise<void> {
  const { request, options, guard } = exchange;
  const [pathname] = (request.url ?? '/').slice(0, LONGEST_URL).split('?', 1);
  const asset = options.assets.get(pathname);
  // The page itself holds no data and may be loaded before the token is known.
  const refusal = refusalOf(request, asset === undefined ? guard : { ...guard, token: null });
  if (refusal !== null) return send(exchange, refusal.status, 'text/plain', refusal.text);
  if (asset !== undefined && request.method === 'GET') return send(exchange, 200, asset.type, asset.content);
  const [, api, kind, run, jobs, job] = pathname.split('/').map(decoded);
  if (api !== 'api' || kind !== 'runs') return send(exchange, 404, 'text/plain', 'There is no such page.');
  if (request.method === 'POST' && run !== undefined && jobs === 'cancel')
    return options.runs.cancel(run)
      ? sendJson(exchange, {})
      : send(exchange, 409, 'text/plain', 'Another process plays this run: cancel it there.');
  if (request.method !== 'GET') return send(exchange, 405, 'text/plain', 'Only GET is known here.');
  if (run === undefined) return sendJson(exchange, { runs: options.runs.list() });
  if (jobs === 'inputs') return sendInputs(exchange, run);
  if (jobs === 'jobs' && job !== undefined) return sendSession(exchange, run, job);
  send(exchange, 404, 'text/plain', 'There is no such page.');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function sendInputs(exchange: Exchange, run: string): void {
  const inputs = exchange.options.runs.inputs(run);
  if (inputs === undefined) send(exchange, 404, 'text/plain', 'There is no such run.');
  else sendJson(exchange, inputs);
}

async function sendSession(exchange: Exchange, run: string, job: string): Promise<void> {
  try {
    sendJson(exchange, await exchange.options.runs.session(run, job));
  } catch (error) {
    if (!(error instanceof JbtError)) throw error;
    send(exchange, 422, 'text/plain', error.message);
  }
}

function sendJson(exchange: Exchange, value: unknown): void {
  send(exchange, 200, 'application/json', JSON.stringify(value));
}

function send({ response, headers }: Exchange, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` });
  response.end(content);
}

function openSockets(server: Server, runs: Runs, guard: Guard): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 1_024,
    perMessageDeflate: false,
    handleProtocols: () => 'jbt',
  });
  const alive = new WeakSet<WebSocket>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url?.slice(0, LONGEST_URL) ?? '/', 'http://jbt');
    const refusal =
      url.pathname === '/live' ? refusalOf(request, guard) : { status: 404, text: 'There is no such page.' };
    if (refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\n\r\n${refusal.text}`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) =>
      followRun(client, runs, url.searchParams.get('run') ?? '', alive),
    );
  });
  const heartbeat = setInterval(() => {
    for (const client of sockets.clients) {
      if (!alive.has(client)) client.terminate();
      else client.ping();
      alive.delete(client);
    }
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    close() {
      clearInterval(heartbeat);
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function followRun(client: WebSocket, runs: Runs, run: string, alive: WeakSet<WebSocket>): void {
  alive.add(client);
  client.on('pong', () => alive.add(client));
  client.on('error', () => client.terminate());
  const follower: Follower = {
    get waiting() {
      return client.bufferedAmount;
    },
    send: (text) => client.send(text),
  };
  const unfollow = runs.follow(run, follower);
  if (unfollow === null) client.close(4004, 'There is no such run.');
  else client.on('close', unfollow);
}
