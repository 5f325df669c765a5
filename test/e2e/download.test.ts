import { afterAll, expect, it } from 'vitest';
import { archiveServer, binanceCsv } from '../support/archive-server.ts';
import { MARKET, Project } from './support/project.ts';

const project = new Project({});
afterAll(() => project.remove());

const monthly = (month: string) => `data/futures/um/monthly/klines/FILUSDT/1m/FILUSDT-1m-${month}.zip`;

it('Ctrl-C ends a download with exit code 130, keeps months that are complete, and the same command goes on', async () => {
  const server = await archiveServer();
  for (const month of ['2023-01', '2023-02'])
    server.publish(monthly(month), binanceCsv(Date.parse(`${month}-01`), 100));
  const words = ['download', '--market', MARKET, '--from', 'binance-dumps', '--base-url', server.url];
  words.push('--since', '2023-01-01', '--until', '2023-03-01', '--json');
  const asked = new Promise<void>((resolve) => server.fail(monthly('2023-02'), () => resolve()));
  const { process, ended } = project.start(...words);
  await asked;
  process.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: expect.stringMatching(/\ninterrupted: months/) });
  const { code, stdout } = await project.jbt(...words);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).markets[0]).toMatchObject({ downloaded: 1, skipped: 1, stored: { minutes: 200 } });
});
