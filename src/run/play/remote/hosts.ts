import type { WorkerState } from '../../events.ts';
import type { Host } from '../../provenance.ts';

/** The machines of a run, as its workers show them from one moment to the next. */
export class Hosts {
  /** The newest state of each worker that played. */
  readonly #workers = new Map<string, WorkerState>();
  readonly #mostThreads = new Map<string, number>();

  /** Returns true where a machine is new. */
  see(workers: readonly WorkerState[]): boolean {
    const known = this.#mostThreads.size;
    const members = workers.filter(({ state }) => state !== 'refused');
    for (const worker of members) this.#workers.set(worker.id, worker);
    for (const host of new Set(members.map((worker) => worker.host))) {
      const here = members.filter((worker) => worker.host === host);
      const playing = here.filter(({ state }) => state === 'playing').map(({ threads }) => threads);
      // A worker may have come and gone since the last look.
      const most = Math.max(sumOf(playing), ...here.map(({ threads }) => threads));
      this.#mostThreads.set(host, Math.max(this.#mostThreads.get(host) ?? 0, most));
    }
    return this.#mostThreads.size > known;
  }

  /** By name. */
  list(): readonly Host[] {
    const workers = [...this.#workers.values()];
    return mergeHosts(
      workers.map(({ host, jbt, node, system, processor, jobs }) => {
        return { host, threads: this.#mostThreads.get(host) ?? 0, jbt, node, system, processor, jobs };
      }),
    );
  }
}

/** One entry a machine, by name: jobs add up, the most threads count, and the last entry says what it runs on. */
export function mergeHosts(hosts: readonly Host[]): readonly Host[] {
  const merged = new Map<string, Host>();
  for (const one of hosts) {
    const { threads = 0, jobs = 0 } = merged.get(one.host) ?? {};
    merged.set(one.host, { ...one, threads: Math.max(threads, one.threads), jobs: jobs + one.jobs });
  }
  return [...merged.values()].sort((a, b) => (a.host < b.host ? -1 : 1));
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
