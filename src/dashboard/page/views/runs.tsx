import { useEffect, useState } from 'preact/hooks';
import { formatMinute } from '../../../model/gap.ts';
import type { RunSummary } from '../../session.ts';

import { hashOf } from '../router.ts';
import type { Source } from '../source.ts';

/** Every run of the folder, newest first. */
export function Runs({ source }: { source: Source }) {
  const [runs, setRuns] = useState<readonly RunSummary[] | null>(null);
  const [fault, setFault] = useState('');
  useEffect(() => {
    source.runs().then(setRuns, (error: unknown) => setFault(error instanceof Error ? error.message : String(error)));
  }, [source]);
  return (
    <section class="sheet" aria-label="Runs">
      <h2>Runs</h2>
      {fault !== '' && <p class="note error">{fault}</p>}
      {runs?.length === 0 && <p class="empty">No run is here yet: "jbt run" makes one.</p>}
      {runs !== null && runs.length > 0 && (
        <table class="plain">
          <thead>
            <tr>
              <th>Started</th>
              <th>State</th>
              <th class="right">Backtests</th>
              <th class="right">Done</th>
              <th class="right">Failed</th>
              <th>Command</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.id}>
                <td>
                  <a href={hashOf(['run', run.id])}>{formatMinute(Date.parse(run.started))}</a>
                </td>
                <td>
                  <span class={`pill ${run.state}`}>{run.state}</span>
                  {run.host !== null && <span class="dim"> on {run.host}</span>}
                </td>
                <td class="right">{run.jobs}</td>
                <td class="right">{run.done}</td>
                <td class={`right ${run.failed > 0 ? 'loss' : ''}`}>{run.failed}</td>
                <td class="mono dim">{run.command}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
