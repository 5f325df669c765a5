import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { sha256 } from '../../src/adapters/system/digest.ts';
import { MINUTE } from '../../src/model/time.ts';
import { zip } from './zip.ts';

/** An answer in place of a file. */
export type Fault = (response: ServerResponse, content: Buffer) => void;

/** A server of files on this machine, closed when the test is over. */
export interface ArchiveServer {
  readonly url: string;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** Serves minutes as an archive with its checksum. */
  publish(path: string, csv: string): void;
  put(path: string, content: string): void;
  remove(path: string): void;
  /** The next requests for a path are answered so, one each. */
  fail(path: string, ...faults: readonly Fault[]): void;
  close(): void;
}

export async function archiveServer(): Promise<ArchiveServer> {
  const files = new Map<string, Buffer>();
  const faults = new Map<string, Fault[]>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = (request.url ?? '').slice(1);
    requests.push(path);
    const content = files.get(path);
    const fault = faults.get(path)?.shift();
    if (fault !== undefined) fault(response, content ?? Buffer.alloc(0));
    else if (content === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.writeHead(200, { 'content-length': content.length }).end(content);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const name = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    publish(path, csv) {
      const content = zip({ [name(path).replace(/zip$/, 'csv')]: csv });
      files.set(path, content);
      files.set(`${path}.CHECKSUM`, Buffer.from(`${sha256(content)}  ${name(path)}\n`));
    },
    put: (path, content) => files.set(path, Buffer.from(content)),
    remove: (path) => files.delete(path),
    fail: (path, ...next) => faults.set(path, [...next]),
    close,
  };
}

/** An answer with a status and headers. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return (response) => response.writeHead(code, headers).end('no');
}

/** The server dies in the middle of a file. */
export const dies: Fault = (response, content) => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, content.length / 2), () => response.destroy());
};

/** A file that was damaged on its way. */
export const damaged: Fault = (response, content) => {
  const other = Buffer.from(content);
  other[other.length - 30] ^= 1;
  response.end(other);
};

/** Minutes as Binance writes them, without a header. */
export function binanceCsv(start: number, minutes: number, price = 100): string {
  return Array.from({ length: minutes }, (_, index) => {
    const time = start + index * MINUTE;
    const open = price + (index % 7);
    const [high, low, close, volume] = [open + 2, open - 2, open + 1, 5 + (index % 3)];
    return `${time},${open},${high},${low},${close},${volume},${time + MINUTE - 1},${volume * open},9,1,1,0\n`;
  }).join('');
}
