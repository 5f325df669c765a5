import { useEffect, useState } from 'preact/hooks';
import { EMPTY_VIEW, type RunView } from '../wire.ts';
import { Logs } from './parts/logs.tsx';
import { hashOf, usePlace } from './router.ts';
import type { Connection, Source } from './source.ts';
import { Compare } from './views/compare.tsx';
import { Heatmap } from './views/heatmap.tsx';
import { Overview, Troubles } from './views/overview.tsx';
import { Parameters } from './views/parameters.tsx';
import { Results } from './views/results.tsx';
import { Runs } from './views/runs.tsx';
import { Session } from './views/session.tsx';
import { Versus } from './views/versus.tsx';

/** The page: a header, and the view that the URL names. */
export function App({ source }: { source: Source }) {
  const { path } = usePlace();
  const [place, asked, tab, job] = path;
  const wanted = place === 'run' ? (asked ?? null) : null;
  const [{ view, connection }, setHeard] = useState<{ view: RunView; connection: Connection }>({
    view: EMPTY_VIEW,
    connection: 'connecting',
  });
  useEffect(() => source.follow(wanted, (next, now) => setHeard({ view: next, connection: now })), [source, wanted]);
  const run = view.report?.run.id ?? view.state.run?.id ?? wanted ?? '';
  return (
    <>
      <header class="bar">
        <a class="brand" href={hashOf(run === '' ? ['runs'] : ['run', run])}>
          jbt
        </a>
        {run !== '' && (
          <nav aria-label="Views">
            {[
              ['', 'Results'],
              ['heatmap', 'Heatmap'],
              ['parameters', 'Parameters'],
              ['compare', 'Compare'],
              ['logs', 'Logs'],
            ].map(([name, title]) => (
              <a
                key={name}
                href={hashOf(name === '' ? ['run', run] : ['run', run, name])}
                aria-current={
                  place !== 'runs' && (tab === 'versus' ? 'compare' : (tab ?? '')) === name ? 'page' : undefined
                }
              >
                {title}
              </a>
            ))}
          </nav>
        )}
        {source.isLive && (
          <nav aria-label="Other runs">
            <a href={hashOf(['runs'])} aria-current={place === 'runs' ? 'page' : undefined}>
              Runs
            </a>
          </nav>
        )}
        <span class="space" />
        {source.isLive && connection in UNCONNECTED && (
          <span class={`pill ${connection}`} role="status">
            {UNCONNECTED[connection]}
          </span>
        )}
        <Theme />
      </header>
      <main>
        {place === 'runs' ? (
          <Runs source={source} />
        ) : (
          <RunPlace
            source={source}
            view={view}
            run={run}
            tab={tab ?? ''}
            job={job}
            isMissing={connection === 'missing' || (connection === 'open' && run === '')}
          />
        )}
      </main>
    </>
  );
}

/** States of a connection that a person is told. */
const UNCONNECTED: Readonly<Partial<Record<Connection, string>>> = {
  connecting: 'connecting',
  reconnecting: 'reconnecting to Redis',
  lost: 'connection lost, trying again',
};

interface RunPlaceProps {
  readonly source: Source;
  readonly view: RunView;
  readonly run: string;
  readonly tab: string;
  readonly job: string | undefined;
  readonly isMissing: boolean;
}

function RunPlace({ source, view, run, tab, job, isMissing }: RunPlaceProps) {
  const [fault, setFault] = useState('');
  const cancel = (cancelled: string | null): void => {
    source.cancel(run, cancelled).then(
      () => setFault(''),
      (error: unknown) => setFault(error instanceof Error ? error.message : String(error)),
    );
  };
  if (isMissing)
    return (
      <p class="empty">
        There is no such run here. <a href={hashOf(['runs'])}>All runs</a>
      </p>
    );
  if (tab === 'job' && job !== undefined) return <Session source={source} run={run} job={job} />;
  if (tab === 'heatmap') return <Heatmap run={run} rows={view.rows} />;
  if (tab === 'parameters') return <Parameters run={run} rows={view.rows} />;
  if (tab === 'compare') return <Compare source={source} run={run} rows={view.rows} />;
  if (tab === 'versus') return <Versus source={source} run={run} rows={view.rows} />;
  if (tab === 'logs')
    return view.logs.length === 0 ? (
      <p class="empty">The strategies of this run have logged nothing so far.</p>
    ) : (
      <Logs logs={view.logs} withJob />
    );
  return (
    <>
      <Overview view={view} onCancel={source.isLive ? cancel : null} />
      {fault !== '' && (
        <p class="note error" role="alert">
          {fault}
        </p>
      )}
      <Troubles view={view} run={run} />
      <Results run={run} rows={view.rows} />
    </>
  );
}

const THEMES = ['auto', 'light', 'dark'] as const;

function Theme() {
  const [theme, setTheme] = useState(() => localStorageValue('jbt-theme'));
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem('jbt-theme', theme);
    } catch {}
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  return (
    <button type="button" class="button" onClick={() => setTheme(next)} aria-label={`Colours: ${theme}`}>
      {theme === 'auto' ? '◐ auto' : theme === 'light' ? '☼ light' : '☾ dark'}
    </button>
  );
}

/** A stored theme; `auto` where storage is closed, as in some files. */
function localStorageValue(key: string): (typeof THEMES)[number] {
  try {
    return THEMES.find((theme) => theme === localStorage.getItem(key)) ?? 'auto';
  } catch {
    return 'auto';
  }
}
