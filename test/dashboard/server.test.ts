import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CHART_STYLE, wholePage } from '../../src/dashboard/html.ts';
import { policyHash } from '../../src/dashboard/server/security.ts';
import { type OpenServer, openServer } from '../../src/dashboard/server/server.ts';
import { ask, follow, NO_RUNS, serve } from './support.ts';

let server: OpenServer | null = null;
afterEach(() => server?.close());

async function open(...parameters: Parameters<typeof serve>): Promise<OpenServer> {
  server = await serve(...parameters);
  return server;
}

function portOf({ url }: OpenServer): string {
  return new URL(url).port;
}

describe('the server of the page', () => {
  it('gives the page and its list of runs with a policy that allows nothing from elsewhere', async () => {
    const opened = await open();
    const page = await ask(opened, '/');
    expect(page).toMatchObject({ status: 200, text: '<p>page</p>' });
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; /,
    );
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(await ask(opened, '/api/runs')).toMatchObject({ status: 200, text: '{"runs":[]}' });
  });

  it.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/page.js/../../package.json',
    '/%00',
    '/api/runs/..%2f..',
    '/api/%zz',
    '//evil',
  ])('gives nothing outside of the page for %s', async (path) => {
    const { status } = await ask(await open(), path);
    expect([404, 421]).toContain(status);
  });

  it('tells in one line why a backtest cannot be shown', async () => {
    const answer = await ask(await open(), '/api/runs/r1/jobs/trend-1');
    expect(answer).toMatchObject({ status: 422, text: 'there is no trend-1 in r1' });
  });

  it('refuses a name that is not its own, as after DNS rebinding', async () => {
    const opened = await open();
    expect((await ask(opened, '/api/runs', { host: 'evil.example' })).status).toBe(421);
    expect((await ask(opened, '/', { host: 'evil.example' })).status).toBe(421);
    expect((await ask(opened, '/api/runs', { host: `localhost:${portOf(opened)}` })).status).toBe(200);
  });

  it('refuses another site, for sockets too', async () => {
    const opened = await open({ ...NO_RUNS, follow: async () => () => {} });
    const origin = 'https://evil.example';
    expect((await ask(opened, '/api/runs', { origin })).status).toBe(403);
    expect((await ask(opened, '/api/runs/r1/cancel', { origin }, 'POST')).status).toBe(403);
    expect(await follow(opened, '/live?run=', { headers: { origin } })).toBe(403);
  });

  it('answers under any name at every address, but to no other site and not without its token', async () => {
    const everywhere = await openServer({
      ...{ runs: NO_RUNS, assets: new Map(), styles: [], host: '0.0.0.0', port: 0, token: 'secret' },
    });
    const headers = { host: 'lab.example:80', authorization: 'Bearer secret' };
    const asked = (more: Readonly<Record<string, string>>) => ask(everywhere, '/api/runs', { ...headers, ...more });
    expect((await asked({})).status).toBe(200);
    expect((await asked({ origin: 'http://lab.example:80' })).status).toBe(200);
    expect((await asked({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await asked({ authorization: '' })).status).toBe(401);
    await everywhere.close();
  });

  it('asks for its token, in a header or in the protocols of a socket', async () => {
    const opened = await open({ ...NO_RUNS, follow: async () => () => {} }, 'secret');
    expect(opened.url).toContain('?token=secret');
    expect((await ask(opened, '/api/runs')).status).toBe(401);
    expect((await ask(opened, '/api/runs', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask(opened, '/api/runs', { authorization: 'Bearer secret' })).status).toBe(200);
    expect(await follow(opened, '/live?run=')).toBe(401);
    const followed = await follow(opened, '/live?run=', { protocols: ['jbt', 'token.secret'] });
    expect(followed).toHaveProperty('socket');
  });

  it('closes a socket that asks for a run that is not there', async () => {
    const followed = await follow(await open(), '/live?run=nothing');
    if (typeof followed === 'number') return expect(followed).toBe(4004);
    await new Promise((done) => followed.socket.on('close', (code) => done(expect(code).toBe(4004))));
  });

  it('cancels only a run of its own process, and only when it is asked to post', async () => {
    const cancelled: string[] = [];
    const opened = await open({
      ...NO_RUNS,
      async cancel(run, job) {
        if (run !== 'mine') return NO_RUNS.cancel(run, job);
        cancelled.push(`${run} ${job}`);
      },
    });
    const post = (path: string) => ask(opened, `/api/runs/${path}`, {}, 'POST');
    expect((await ask(opened, '/api/runs/mine/cancel')).status).toBe(404);
    expect(await post('other/cancel')).toMatchObject({ status: 409, text: 'another process plays it' });
    for (const path of ['', 'mine', 'mine/jobs/a', 'mine/jobs/cancel', 'mine/jobs/a/b/cancel', 'mine/other/a/cancel'])
      expect((await post(path)).status).toBe(404);
    expect((await post('mine/cancel')).status).toBe(200);
    expect((await post('mine/jobs/a/cancel')).status).toBe(200);
    expect(cancelled).toEqual(['mine null', 'mine a']);
  });

  it.each(['//', '/live?run=%', 'http://[', '*'])('refuses a socket at %s and goes on', async (path) => {
    const opened = await open();
    const { port } = new URL(opened.url);
    const socket = connect(Number(port), '127.0.0.1');
    const answer = new Promise<string>((done) => socket.once('data', (bytes) => done(String(bytes))));
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
    const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${upgrade}\r\n${key}\r\n\r\n`);
    // The protocol of the last path is right, but not its run: it is told so over the socket.
    expect(await answer).toMatch(path.startsWith('/live') ? /^HTTP\/1.1 101/ : /^HTTP\/1.1 40[04]/);
    socket.destroy();
    expect((await ask(opened, '/api/runs')).status).toBe(200);
  });

  it('drops a client that answers no heartbeat, and tells whoever sends to it', async () => {
    const left = new Promise<void>((unfollowed) => {
      server = null;
      void openServer({
        ...{ assets: new Map(), styles: [], host: '127.0.0.1', port: 0, token: null, heartbeatMs: 50 },
        runs: { ...NO_RUNS, follow: async () => unfollowed },
      }).then(async (opened) => {
        server = opened;
        const followed = await follow(opened, '/live?run=r1');
        if (typeof followed === 'number') throw new Error(String(followed));
        // A process that stands still reads nothing, and answers nothing.
        followed.socket.pause();
      });
    });
    await left;
  });

  it('says what is wrong when its port is taken', async () => {
    const opened = await open();
    const taken = serveAt(Number(portOf(opened)));
    await expect(taken).rejects.toMatchObject({
      code: 'ServerUnavailable',
      message: expect.stringContaining('--port'),
    });
  });
});

async function serveAt(port: number): Promise<OpenServer> {
  return openServer({ runs: NO_RUNS, assets: new Map(), styles: [], host: '127.0.0.1', port, token: null });
}

describe('the page in one file', () => {
  const page = wholePage({
    title: '"><script>',
    script: 'run()',
    style: 'p{}',
    data: JSON.stringify({ text: '</script><script>alert(1)</script>\u2028' }),
    policy: `script-src ${policyHash('run()')}`,
  });

  it('keeps markup of its data and its title as text', () => {
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).toContain('<title>&quot;&gt;&lt;script&gt;</title>');
    const [, data] = /id="jbt-data">(.*)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(data)).toEqual({ text: '</script><script>alert(1)</script>\u2028' });
  });

  it('allows its own script by its hash alone', () => {
    const [, policy] = /content-security-policy" content="([^"]*)"/.exec(page) ?? [];
    expect(policy).toBe(`script-src ${policyHash('run()')}`);
  });
});

it('the policy names the style that the chart library adds', () => {
  const library = readFileSync('node_modules/lightweight-charts/dist/lightweight-charts.production.mjs', 'utf8');
  expect(library).toContain(`innerText="${CHART_STYLE}"`);
});
