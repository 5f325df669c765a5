import { statSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Fast enough for a person. It also sees files on networks and in containers, which tell Node of no change. */
const LOOK_MS = 200;

/** Version of a file: equal until someone writes it. Compares no clock, which may be wrong or stand still. */
export function versionOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0, ino: 0 };
  return `${size} ${mtimeMs} ${ino}`;
}

/** Files that were read, and that may change. Looks at them now and then: editors replace files in many ways. */
export class WatchedFiles {
  readonly #versions = new Map<string, string>();
  #read = new Set<string>();

  get count(): number {
    return this.#versions.size;
  }

  /** Begins a round: files count as changed from now on, or from when they are read in it. */
  begin(): void {
    this.#read = new Set();
    for (const path of this.#versions.keys()) this.add(path);
    this.#read.clear();
  }

  /** Adds a file, before it is read. */
  add(path: string): void {
    this.#versions.set(path, versionOf(path));
    this.#read.add(path);
  }

  /** Forgets the files that were not read in this round. */
  forgetOthers(): void {
    for (const path of this.#versions.keys()) if (!this.#read.has(path)) this.#versions.delete(path);
  }

  /** Resolves to the files that changed once nobody writes them any more; rejects when `signal` aborts. */
  async changed(signal: AbortSignal): Promise<readonly string[]> {
    let before = '';
    for (;;) {
      const changed = [...this.#versions].filter(([path, version]) => versionOf(path) !== version);
      const state = changed.map(([path]) => `${path} ${versionOf(path)}`).join('\n');
      if (changed.length > 0 && state === before) return changed.map(([path]) => path);
      before = state;
      await setTimeout(LOOK_MS, undefined, { signal });
    }
  }
}
