import { readFileSync } from 'node:fs';
import { thisMachine } from '../../adapters/runs/provenance.ts';
import { sha256 } from '../../adapters/system/digest.ts';
import { builtFile } from '../../adapters/system/package.ts';
import type { Software } from '../../run/events.ts';
import { versionOfJbt } from './version.ts';

/** Traits of this machine that results depend on besides their inputs. */
export function platformHere() {
  const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return {
    jbt: versionOfJbt(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    locale: `${locale} ${timeZone}`,
  };
}

/** Built files that name all others by their content. */
const ENTRIES = ['bin/jbt.js', 'workers/piscina.js'];

/** Traits of this machine that must be those of the machines it plays with. */
export function remotePlatform() {
  const build = sha256(ENTRIES.map((path) => readFileSync(builtFile(path), 'utf8')).join('\n'));
  return { ...platformHere(), build };
}

/** Versions, system and processor of a worker here. */
export function softwareHere(): Software {
  const { system, processor } = thisMachine();
  return { jbt: versionOfJbt(), node: process.versions.node, system, processor };
}
