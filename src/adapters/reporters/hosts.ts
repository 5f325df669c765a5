import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { RunEvent } from '../../run/events.ts';
import { Hosts, mergeHosts } from '../../run/play/remote/hosts.ts';
import type { Reporter } from '../../run/ports.ts';
import type { Host } from '../../run/provenance.ts';
import { writeWhole } from '../system/write-whole.ts';

/** Keeps the machines of a run in its manifest: written when one joins, and at the end. */
export function createHostsReporter(manifestPath: string): Reporter {
  return new HostsReporter(manifestPath);
}

class HostsReporter implements Reporter {
  readonly #path: string;
  readonly #hosts = new Hosts();
  /** Machines of earlier starts of the run; null before the manifest was read. */
  #earlier: readonly Host[] | null = null;
  #isWritten = true;

  constructor(path: string) {
    this.#path = path;
  }

  on(event: RunEvent): void {
    if (event.type === 'workers') {
      this.#isWritten = false;
      if (this.#hosts.see(event.workers)) this.#write();
    }
    if (event.type === 'run-finished') this.#write();
  }

  async close(): Promise<void> {
    this.#write();
  }

  #write(): void {
    if (this.#isWritten) return;
    this.#isWritten = true;
    const manifest = splitManifest(readFileSync(this.#path, 'utf8'));
    this.#earlier ??= manifest.hosts;
    const hosts = mergeHosts([...this.#earlier, ...this.#hosts.list()]);
    if (hosts.length > 0) writeWhole(this.#path, joined(manifest, hosts), { flush: true, mode: 0o600 });
  }
}

/** A manifest without its hosts, and these. */
interface SplitManifest {
  /** Text up to the end of the last field before the hosts. */
  readonly before: string;
  readonly hosts: readonly Host[];
}

/** Lines of the file as it is indented: within a field they are indented by more, and within a text there is no line end. */
const FIELD = ',\n  "hosts": ';
const END = '\n}\n';

/** Cuts the text of a manifest, of which hundreds of MB need not be parsed. Throws RangeError where it is no whole one. */
function splitManifest(text: string): SplitManifest {
  if (!text.endsWith(END)) throw new RangeError('manifest.json does not end as jbt writes it');
  const end = text.length - END.length;
  const at = text.lastIndexOf(FIELD);
  if (at === -1) return { before: text.slice(0, end), hosts: [] };
  return { before: text.slice(0, at), hosts: hostsOnDisk.parse(JSON.parse(text.slice(at + FIELD.length, end))) };
}

function joined({ before }: SplitManifest, hosts: readonly Host[]): readonly string[] {
  return [before, FIELD, JSON.stringify(hosts, null, 2).replaceAll('\n', '\n  '), END];
}

const hostsOnDisk = z.array(
  z.object({
    host: z.string(),
    threads: z.number(),
    jbt: z.string(),
    node: z.string(),
    system: z.string(),
    processor: z.string(),
    jobs: z.number(),
  }),
);
