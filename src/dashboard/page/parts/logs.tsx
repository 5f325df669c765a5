import { useState } from 'preact/hooks';
import { formatMinute } from '../../../model/gap.ts';
import { LOG_LEVELS } from '../../../model/logging.ts';
import type { LogLine } from '../../wire.ts';

import { useQuery } from '../router.ts';

const SHOWN_AT_FIRST = 200;

/** Log lines with a filter by level and by words. */
export function Logs({ logs, withJob = false }: { logs: readonly LogLine[]; withJob?: boolean }) {
  const [level, setLevel] = useQuery('level', 'all');
  const [words, setWords] = useQuery('log', '');
  const [most, setMost] = useState(SHOWN_AT_FIRST);
  if (logs.length === 0) return null;
  const found = logs.filter(
    (line) => (level === 'all' || line.level === level) && wordsOf(line).includes(words.toLowerCase()),
  );
  return (
    <section class="sheet" aria-label="Logs">
      <div class="tools">
        <h2>Logs</h2>
        <select
          class="field"
          aria-label="Level"
          value={level}
          onChange={({ currentTarget }) => setLevel(currentTarget.value)}
        >
          {['all', ...LOG_LEVELS, 'event'].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <input
          class="field grow"
          type="search"
          placeholder="Words"
          aria-label="Words in logs"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <span class="dim">{found.length} lines</span>
      </div>
      <div class="scroll mono">
        {found.slice(0, most).map((line, index) => (
          <div key={index} class={line.level === 'error' ? 'loss' : ''}>
            <span class="dim">{formatMinute(line.time)}</span> {withJob && <span class="dim">{line.jobId} </span>}
            {line.level !== 'info' && <span class="dim">{line.step ?? line.level} </span>}
            {line.text}
          </div>
        ))}
      </div>
      {found.length > most && (
        <button type="button" class="button" onClick={() => setMost(most * 5)}>
          Show more
        </button>
      )}
    </section>
  );
}

/** Text that the filter searches: the kind of a step finds all its lines. */
function wordsOf({ level, step, text }: LogLine): string {
  return `${step ?? level} ${text}`.toLowerCase();
}
