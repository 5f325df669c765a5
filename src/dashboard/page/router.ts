import { useEffect, useState } from 'preact/hooks';

/** Place of the page: parts of the path and values behind it, all in the hash of the URL. */
export interface Place {
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Reads a place such as `#/run/20260101/results?sort=total`. */
function parsePlace(hash: string): Place {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The hash of a place; empty values are left out. */
export function hashOf(path: readonly string[], query: Place['query'] = {}): string {
  const values = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const text = values.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

export function go(path: readonly string[], query: Place['query'] = {}): void {
  location.hash = hashOf(path, query);
}

/** The place that the URL names. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash));
  useEffect(() => {
    const read = (): void => setPlace(parsePlace(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return place;
}

/** The next value, or what makes it of the value in the URL: keys come faster than the page is drawn. */
type Next = string | ((now: string) => string);

/** A value of the URL and its setter, which replaces the place: typing fills no history. */
export function useQuery(name: string, preset: string): readonly [string, (next: Next) => void] {
  const { query } = usePlace();
  const set = (next: Next): void => {
    const { path, query: now } = parsePlace(location.hash);
    const value = typeof next === 'string' ? next : next(now[name] ?? preset);
    history.replaceState(null, '', hashOf(path, { ...now, [name]: value === preset ? '' : value }));
    dispatchEvent(new HashChangeEvent('hashchange'));
  };
  return [query[name] ?? preset, set];
}
