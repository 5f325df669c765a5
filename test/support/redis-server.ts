import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real redis-server on 127.0.0.1 with a folder of its own. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  /** Process id of the server. */
  readonly pid: number;
  /** Ends the process at once, as `kill -9` does. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts redis-server and waits until it takes connections; options as on its command line. */
export async function startRedis(options: readonly string[] = [], port?: number): Promise<RedisServer> {
  const chosen = port ?? (await freePort());
  const folder = await mkdtemp(join(tmpdir(), 'jbt-redis-'));
  let server = await launch(chosen, folder, options);
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGKILL');
    await exited;
  };
  return {
    host: '127.0.0.1',
    port: chosen,
    get pid() {
      return server.pid ?? 0;
    },
    kill,
    restart: async () => {
      await kill();
      server = await launch(chosen, folder, options);
    },
    stop: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string, options: readonly string[]): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...options];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`redis-server ended with code ${code} before it was ready`)));
    server.stdout?.on('data', (text: Buffer) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  server.removeAllListeners('exit');
  return server;
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** A way to a server that can be cut: bytes wait, and nobody is told. */
export async function cuttableWay(port: number) {
  const sockets: Socket[] = [];
  let isCut = false;
  const way = createServer((from) => {
    const to = connect(port, '127.0.0.1');
    sockets.push(from, to);
    for (const socket of [from, to]) socket.on('error', () => {});
    for (const [source, sink] of [
      [from, to],
      [to, from],
    ]) {
      source.on('data', (bytes) => sink.write(bytes));
      source.on('close', () => sink.destroy());
      if (isCut) source.pause();
    }
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const address = way.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    port: address.port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      way.close();
      await once(way, 'close');
    },
  };
}

/** A way to a server that takes so many bytes a second; answers come back at once. */
export async function slowWay(
  port: number,
  bytesPerSecond: number,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets: Socket[] = [];
  const way = createServer((from) => {
    const to = connect(port, '127.0.0.1');
    sockets.push(from, to);
    for (const socket of [from, to]) socket.on('error', () => {});
    to.pipe(from);
    from.on('end', () => to.end());
    from.on('data', (bytes) => {
      from.pause();
      to.write(bytes);
      setTimeout(() => from.resume(), (bytes.length / bytesPerSecond) * 1000);
    });
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  const address = way.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    way.close();
    await once(way, 'close');
  };
  return { port: address.port, close };
}
