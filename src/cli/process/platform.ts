import { thisMachine } from '../../adapters/runs/provenance.ts';
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

/** What a worker here runs on. */
export function softwareHere(): Software {
  const { system, processor } = thisMachine();
  return { jbt: versionOfJbt(), node: process.versions.node, system, processor };
}
