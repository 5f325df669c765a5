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
