import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Follower } from './audience.ts';
import type { Runs } from './runs.ts';
import { type Guard, refusalOf } from './security.ts';

export const LONGEST_URL = 2_048;
const HEARTBEAT_MS = 30_000;
/** Time for the last bytes of clients that read them. */
const FAREWELL_MS = 1_000;
/** Codes of a socket that the server closes. */
const GOING_AWAY = 1001;
const NO_SUCH_RUN = 4004;

interface SocketParts {
  readonly server: Server;
  readonly runs: Pick<Runs, 'follow'>;
  readonly guard: Guard;
  /** A client that answers no heartbeat until the next one is dropped. */
  readonly heartbeatMs?: number | undefined;
}

/** Lets clients follow runs over sockets. */
export function openSockets({ server, runs, guard, heartbeatMs = HEARTBEAT_MS }: SocketParts): {
  close(): Promise<void>;
} {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: 1_024,
    perMessageDeflate: false,
    handleProtocols: () => 'jbt',
  });
  const alive = new WeakSet<WebSocket>();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const url = urlOf(request);
    const refusal =
      url?.pathname === '/live' ? refusalOf(request, guard) : { status: 404, text: 'There is no such page.' };
    if (url === null || refusal !== null) {
      socket.end(`HTTP/1.1 ${refusal?.status} Refused\r\nConnection: close\r\n\r\n${refusal?.text}`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      alive.add(client);
      client.on('pong', () => alive.add(client));
      client.on('error', () => client.terminate());
      void followRun(client, runs, url.searchParams.get('run') ?? '');
    });
  });
  const heartbeat = setInterval(() => {
    for (const client of sockets.clients) {
      if (!alive.has(client)) client.terminate();
      else client.ping();
      alive.delete(client);
    }
  }, heartbeatMs);
  heartbeat.unref();
  return {
    async close() {
      clearInterval(heartbeat);
      await farewell([...sockets.clients]);
      sockets.close();
    },
  };
}

/** Null for what is no URL. */
function urlOf({ url = '/' }: IncomingMessage): URL | null {
  const path = url.slice(0, LONGEST_URL);
  return URL.canParse(path, 'http://jbt') ? new URL(path, 'http://jbt') : null;
}

async function followRun(client: WebSocket, runs: Pick<Runs, 'follow'>, run: string): Promise<void> {
  const follower: Follower = {
    get waiting() {
      return client.bufferedAmount;
    },
    send: (frame) => client.send(frame),
  };
  const unfollow = await runs.follow(run, follower).catch(() => null);
  if (unfollow === null) client.close(NO_SUCH_RUN, 'There is no such run.');
  else if (client.readyState === client.CLOSED) unfollow();
  else client.on('close', unfollow);
}

/** Closes sockets behind what was sent. The end of a run is the last that a page hears. */
async function farewell(clients: readonly WebSocket[]): Promise<void> {
  const left = clients.map((client) => new Promise((done) => client.once('close', done)));
  for (const client of clients) client.close(GOING_AWAY);
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise((done) => {
    timeout = setTimeout(done, FAREWELL_MS);
  });
  await Promise.race([Promise.all(left), late]);
  clearTimeout(timeout);
  for (const client of clients) client.terminate();
}
