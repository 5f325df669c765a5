import { WORKER_STATES, type WorkerProgress } from '../../../run/progress.ts';
import { counted } from '../../../run/text/numbers.ts';
import { durationText, grouped, shortCount } from '../format.ts';

/** Silence up to here is the pause between two messages. */
const SILENCE_MS = 3_000;

/** Workers of a run on several machines: those that play first, each group by host. */
export function Workers({ workers }: { workers: readonly WorkerProgress[] }) {
  const rows = WORKER_STATES.flatMap((state) => workers.filter((worker) => worker.state === state).sort(byHost));
  const playing = rows.filter(({ state }) => state === 'playing');
  const threads = playing.reduce((sum, worker) => sum + worker.threads, 0);
  return (
    <section class="workers" aria-label="Workers">
      <h3>
        {counted(new Set(playing.map(({ host }) => host)).size, 'host')} · {counted(threads, 'thread')}
      </h3>
      <div class="scroll">
        <table class="plain hosts">
          <thead>
            <tr>
              <th>Host</th>
              <th>State</th>
              <th class="right">Threads</th>
              <th class="right">Backtests</th>
              <th class="right">Candles/s</th>
              <th class="right spare">Last seen</th>
              <th class="spare">jbt</th>
              <th class="spare">Node</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((worker) => (
              <tr key={worker.id} class={worker.state === 'left' ? 'dim' : ''}>
                <td class="host" title={`${worker.host}: ${worker.processor}, ${worker.system}`}>
                  {worker.host}
                </td>
                <td>
                  <span class={`pill ${worker.state}`}>{worker.state}</span>
                </td>
                <td class="right">{worker.threads}</td>
                <td class="right">{grouped(worker.jobs, 0)}</td>
                <td class="right">{worker.candlesPerSecond === null ? '–' : shortCount(worker.candlesPerSecond)}</td>
                <td class="right spare">{seenText(worker)}</td>
                <td class="spare">{worker.jbt}</td>
                <td class="spare">{worker.node}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function byHost(a: WorkerProgress, b: WorkerProgress): number {
  return a.host.localeCompare(b.host, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

function seenText({ silentMs }: WorkerProgress): string {
  return silentMs < SILENCE_MS ? 'now' : `${durationText(silentMs / 1_000)} ago`;
}
