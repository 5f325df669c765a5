import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JbtError } from '../../model/errors.ts';
import type { Runs } from './runs.ts';
import { type Guard, headersOf, refusalOf } from './security.ts';
import { LONGEST_URL, openSockets } from './sockets.ts';

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
  /** Interval of heartbeats; a client that answers none until the next one is dropped. */
  readonly heartbeatMs?: number;
}

export interface OpenServer {
  /** Address for a browser, with the token. */
  readonly url: string;
  close(): Promise<void>;
}

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
  const sockets = openSockets({ server, runs, guard, heartbeatMs: options.heartbeatMs });
  const shown = isEverywhere(host) ? 'localhost' : nameOf(host);
  return {
    url: `http://${shown}:${bound}/${token === null ? '' : `?token=${token}`}`,
    async close() {
      await sockets.close();
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
  const [, api, kind, ...place] = pathname.split('/').map(decoded);
  if (api !== 'api' || kind !== 'runs') return notFound(exchange);
  if (request.method === 'GET') return sendFound(exchange, place);
  if (request.method === 'POST') return sendCancelled(exchange, place);
  send(exchange, 405, 'text/plain', 'Only GET and POST are known here.');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

async function sendFound(exchange: Exchange, [run, what, job, ...more]: readonly string[]): Promise<void> {
  const { runs } = exchange.options;
  if (run === undefined) return sendJson(exchange, { runs: await runs.list() });
  if (what === 'inputs' && job === undefined) {
    const inputs = await runs.inputs(run);
    return inputs === undefined ? notFound(exchange) : sendJson(exchange, inputs);
  }
  if (what !== 'jobs' || job === undefined || more.length > 0) return notFound(exchange);
  await orReason(exchange, 422, async () => sendJson(exchange, await runs.session(run, job)));
}

/** `RUN/cancel` or `RUN/jobs/JOB/cancel`. */
async function sendCancelled(exchange: Exchange, [run, ...what]: readonly string[]): Promise<void> {
  const [jobs, job, last] = what.length === 1 ? ['jobs', null, what[0]] : what;
  if (run === undefined || jobs !== 'jobs' || last !== 'cancel' || what.length > 3) return notFound(exchange);
  await orReason(exchange, 409, async () => {
    await exchange.options.runs.cancel(run, job);
    sendJson(exchange, {});
  });
}

/** Answers with what the user can do about a fault. */
async function orReason(exchange: Exchange, status: number, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof JbtError)) throw error;
    send(exchange, status, 'text/plain', error.message);
  }
}

function notFound(exchange: Exchange): void {
  send(exchange, 404, 'text/plain', 'There is no such page.');
}

function sendJson(exchange: Exchange, value: unknown): void {
  send(exchange, 200, 'application/json', JSON.stringify(value));
}

function send({ response, headers }: Exchange, status: number, type: string, content: string | Buffer): void {
  response.writeHead(status, { ...headers, 'content-type': `${type}; charset=utf-8` });
  response.end(content);
}
