import { describe, expect, it } from 'vitest';
import { Hosts, mergeHosts } from '../../../../src/run/play/remote/hosts.ts';
import { workerOf } from '../../../support/scripted-run.ts';

const OWN = { jbt: '0.1.0', node: '20.19.0', system: 'Linux 6.1', processor: 'Some CPU' };

describe('the machines of a run', () => {
  it('are listed by name, with the jobs of all their workers', () => {
    const hosts = new Hosts();
    hosts.see([workerOf('w1', { host: 'bee', jobs: 3 }), workerOf('w2', { host: 'ant', jobs: 4 })]);
    hosts.see([workerOf('w1', { host: 'bee', jobs: 5 }), workerOf('w3', { host: 'bee', jobs: 2, threads: 1 })]);
    expect(hosts.list()).toEqual([
      { host: 'ant', threads: 4, jobs: 4, ...OWN },
      { host: 'bee', threads: 5, jobs: 7, ...OWN },
    ]);
  });

  it('are news once', () => {
    const hosts = new Hosts();
    const ant = workerOf('w1', { host: 'ant' });
    const news = [[ant], [{ ...ant, jobs: 9 }], [ant, workerOf('w2', { host: 'ant' })], [workerOf('bee')], [ant]];
    expect(news.map((workers) => hosts.see(workers))).toEqual([true, false, false, true, false]);
  });

  it('count the most threads at one time, not those that came one after the other', () => {
    const hosts = new Hosts();
    const [first, second] = [workerOf('w1', { host: 'ant' }), workerOf('w2', { host: 'ant' })];
    hosts.see([first]);
    hosts.see([{ ...first, state: 'left' }, second]);
    expect(hosts.list()).toMatchObject([{ host: 'ant', threads: 4 }]);
    hosts.see([first, second]);
    hosts.see([
      { ...first, state: 'silent' },
      { ...second, state: 'left' },
    ]);
    expect(hosts.list()).toMatchObject([{ host: 'ant', threads: 8 }]);
  });

  it('are there when they came and left between two looks, and not when they refused', () => {
    const hosts = new Hosts();
    hosts.see([workerOf('ant', { state: 'left', jobs: 1 }), workerOf('bee', { state: 'refused' })]);
    expect(hosts.list()).toMatchObject([{ host: 'ant', threads: 4, jobs: 1 }]);
  });

  it('are merged: jobs add up, the most threads count, the last one says what it runs on', () => {
    const [ant, bee] = ['ant', 'bee'].map((host) => ({ host, threads: 4, jobs: 10, ...OWN }));
    expect(mergeHosts([bee, ant, { ...ant, threads: 2, jobs: 1, node: '22.1.0' }])).toEqual([
      { ...ant, threads: 4, jobs: 11, node: '22.1.0' },
      bee,
    ]);
  });
});
