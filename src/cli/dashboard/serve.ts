import { builtFile } from '../../adapters/system/package.ts';
import { CHART_STYLE } from '../../dashboard/html.ts';
import { pageAssets } from '../../dashboard/server/assets.ts';
import type { Runs } from '../../dashboard/server/runs.ts';
import { policyHash } from '../../dashboard/server/security.ts';
import { type OpenServer, openServer } from '../../dashboard/server/server.ts';
import type { PagePlace } from './options.ts';

/** Serves the page. Throws JbtError `ServerUnavailable`. */
export function servePage(runs: Runs, place: PagePlace): Promise<OpenServer> {
  const assets = pageAssets(builtFile('dashboard/served'));
  return openServer({ runs, assets, styles: [policyHash(CHART_STYLE)], ...place });
}
