import { request } from 'node:http';
import { WebSocket } from 'ws';
import type { Runs } from '../../src/dashboard/server/runs.ts';
import { type OpenServer, openServer } from '../../src/dashboard/server/server.ts';
import { JbtError } from '../../src/model/errors.ts';
import type { Clock } from '../../src/run/ports.ts';

/** A clock whose time stands still and whose timers ring when a test says so. */
export class StillClock implements Clock {
  readonly #rings = new Set<() => void>();

  now(): number {
    return 0;
  }

  every(_ms: number, callback: () => void): () => void {
    this.#rings.add(callback);
    return () => this.#rings.delete(callback);
  }

  ring(): void {
    for (const callback of this.#rings) callback();
  }
}

export const NO_RUNS: Runs = {
  list: async () => [],
  follow: async () => null,
  session: async (run, job) => {
    throw new JbtError('FileNotFound', `there is no ${job} in ${run}`);
  },
  inputs: async () => null,
  cancel: async () => {
    throw new JbtError('NotCancelled', 'another process plays it');
  },
};

export function serve(runs: Runs = NO_RUNS, token: string | null = null): Promise<OpenServer> {
  const assets = new Map([['/', { type: 'text/html', content: Buffer.from('<p>page</p>') }]]);
  return openServer({ runs, assets, styles: [], host: '127.0.0.1', port: 0, token });
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Asks a server with raw headers, as no browser would. The path is sent as it stands. */
export function ask(
  server: OpenServer,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  const { port } = new URL(server.url);
  return new Promise((done, failed) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: { connection: 'close', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => done({ status: response.statusCode ?? 0, text, headers: response.headers }));
      },
    );
    sent.on('error', failed);
    sent.end();
  });
}

/** Opens a socket; resolves to the status of a refusal, or to the socket and its messages. */
export function follow(
  server: OpenServer,
  path: string,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly protocols?: readonly string[] } = {},
): Promise<number | { readonly socket: WebSocket; next(): Promise<string> }> {
  const { host } = new URL(server.url);
  const socket = new WebSocket(`ws://${host}${path}`, [...(options.protocols ?? ['jbt'])], {
    headers: options.headers ?? {},
  });
  const messages: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data) => {
    const text = String(data);
    const heard = waiting.shift();
    if (heard === undefined) messages.push(text);
    else heard(text);
  });
  const next = (): Promise<string> => {
    const text = messages.shift();
    return text === undefined ? new Promise((done) => waiting.push(done)) : Promise.resolve(text);
  };
  return new Promise((done) => {
    socket.on('open', () => done({ socket, next }));
    socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
    socket.on('close', (code) => done(code));
    socket.on('error', () => {});
  });
}
