import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { batch, candlesCsv, Project, type Running } from './support/project.ts';
import { TREND } from './support/strategies.ts';

const HELPED = TREND.replace('this.index % this.hp.every === 0', 'isTime(this.index, this.hp.every)').replace(
  'import',
  "import { isTime } from '../lib/time.ts';\nimport",
);
const HELPER = 'export const isTime = (index: number, every: number): boolean => index % every === 0;\n';

let project: Project;

beforeAll(async () => {
  project = new Project({ 'fil.csv': candlesCsv(2 * 1440) });
  await project.importCandles();
});

afterAll(() => project.remove());

/** A run that watches, and its output so far. */
class Watch {
  readonly #running: Running;
  #heard = '';
  #from = 0;
  #wake = () => {};

  constructor(...words: readonly string[]) {
    this.#running = project.start('run', ...words, '--watch', '--parallel', '1');
    const { stdout, stderr } = this.#running.process;
    for (const stream of [stdout, stderr]) {
      stream?.on('data', (text: string) => {
        this.#heard += text;
        this.#wake();
      });
    }
    this.#running.process.on('close', () => this.#wake());
    onTestFinished(() => void this.#running.process.kill('SIGKILL'));
  }

  /** Waits for output that was not waited for before, and returns all up to it. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const rest = this.#heard.slice(this.#from);
      const found = pattern.exec(rest);
      if (found !== null) {
        this.#from += found.index + found[0].length;
        return rest.slice(0, found.index + found[0].length);
      }
      if (this.#running.process.exitCode !== null) throw new Error(`ended: ${this.#heard}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async interrupt(): Promise<number | null> {
    this.#running.process.kill('SIGINT');
    return (await this.#running.ended).code;
  }
}

/** Saves a file as editors do that write another one and rename it. */
function replace(path: string, content: string): void {
  writeFileSync(join(project.folder, `${path}~`), content);
  renameSync(join(project.folder, `${path}~`), join(project.folder, path));
}

const WATCHING = /watching \d+ files?; Ctrl-C ends\n/;

describe('jbt run --watch', () => {
  it('plays again what changed, takes the rest from the cache, and ends with 130 at Ctrl-C', async () => {
    project.write('strategies/trend.ts', TREND);
    project.write('strategies/helped.ts', HELPED);
    project.write('lib/time.ts', HELPER);
    const both = batch('[strategies/trend.ts, strategies/helped.ts]', [3, 5]);
    project.write('jbt.yaml', both);
    const watch = new Watch();
    expect(await watch.until(WATCHING)).toMatch(/4 backtests: 4 done[\s\S]*watching 4 files;/);

    replace('lib/time.ts', HELPER.replace('=== 0', '=== 1'));
    expect(await watch.until(WATCHING)).toMatch(
      /changed: lib\/time\.ts\n[\s\S]*4 backtests: 4 done, 2 of 4 from cache/,
    );

    project.write('strategies/trend.ts', TREND.replace('1.004', '1.006'));
    expect(await watch.until(WATCHING)).toMatch(/changed: strategies\/trend\.ts\n[\s\S]*4 done, 2 of 4 from cache/);

    project.write('jbt.yaml', both.replace('every: [3, 5]', 'every: [3, 5, 7]'));
    expect(await watch.until(WATCHING)).toMatch(/changed: jbt\.yaml\n[\s\S]*6 backtests: 6 done, 4 of 6 from cache/);
    expect(await watch.interrupt()).toBe(130);
  });

  it('tells a fault of a file and goes on, at the beginning too', async () => {
    project.write('strategies/faulty.ts', TREND.replace('goLong() {', 'goLong() {{'));
    project.write('faulty.yaml', batch('strategies/faulty.ts', [3]));
    const watch = new Watch('faulty.yaml');
    expect(await watch.until(WATCHING)).toMatch(/^error StrategyNotLoaded: .*faulty\.ts:/m);
    project.write('strategies/faulty.ts', TREND);
    expect(await watch.until(WATCHING)).toMatch(/1 backtest: 1 done/);
    project.write('faulty.yaml', 'backtests: [');
    expect(await watch.until(WATCHING)).toMatch(/^error InvalidBatch: /m);
    project.write('faulty.yaml', batch('strategies/faulty.ts', [3, 5]));
    expect(await watch.until(WATCHING)).toMatch(/2 backtests: 2 done/);
    expect(await watch.interrupt()).toBe(130);
  });

  it('leaves a run that is out of date', async () => {
    project.write(
      'strategies/endless.ts',
      TREND.replace('goLong() {', 'before() { while (this.index > 9); }\n  goLong() {'),
    );
    project.write('endless.yaml', batch('strategies/endless.ts', [3]));
    const watch = new Watch('endless.yaml', '--stall', 'none');
    await watch.until(/1 backtests? on 1 thread/);
    project.write('strategies/endless.ts', TREND);
    expect(await watch.until(WATCHING)).toMatch(/changed: strategies\/endless\.ts\n[\s\S]*1 backtest: 1 done/);
    expect(await watch.interrupt()).toBe(130);
  });

  it('refuses at once what no change of a file mends', async () => {
    const { code, stderr } = await project.jbt('run', '--watch', '--parallel', '0');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^error InvalidOption: --parallel/) });
  });
});
