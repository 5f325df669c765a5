import { useEffect, useState } from 'preact/hooks';
import { formatMinute } from '../../../model/gap.ts';
import type { RunSummary } from '../../session.ts';
import { go } from '../router.ts';
import type { Source } from '../source.ts';

/** A choice of another run, which leads to the comparison with it. */
export function OtherRuns({ source, run, chosen = '' }: { source: Source; run: string; chosen?: string }) {
  const [runs, setRuns] = useState<readonly RunSummary[]>([]);
  useEffect(() => {
    source.runs().then(setRuns, () => setRuns([]));
  }, [source]);
  const others = runs.filter(({ id }) => id !== run);
  if (others.length === 0) return null;
  return (
    <p class="empty-choice">
      <label>
        <span class="dim">Compare this run with</span>{' '}
        <select
          class="field"
          value={chosen}
          onChange={({ currentTarget }) => go(['run', run, 'versus'], { with: currentTarget.value })}
        >
          <option value="">an earlier run ...</option>
          {others.map(({ id, started, command }) => (
            <option key={id} value={id}>
              {formatMinute(Date.parse(started))} · {command}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}
