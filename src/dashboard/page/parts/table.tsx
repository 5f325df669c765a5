import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** A column of a table. `width` is in pixels. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly width: number;
  readonly isNumber: boolean;
  text(row: Row): string;
  look?(row: Row): string;
}

interface TableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly label: string;
  readonly keyOf: (row: Row) => string;
  readonly sort: { readonly key: string; readonly isUp: boolean };
  readonly onSort: (key: string) => void;
  readonly onOpen: (row: Row) => void;
  readonly isPinned: (row: Row) => boolean;
  readonly onPin: (row: Row) => void;
  readonly height: number;
}

const ROW_HEIGHT = 30;
const HEAD_HEIGHT = 32;
/** Rows drawn above and below the visible ones. */
const SPARE_ROWS = 8;

/** A table that draws the visible rows alone. Keys: j, k and arrows move, enter opens, p pins. */
export function Table<Row>(props: TableProps<Row>) {
  const { rows, columns, label, keyOf, sort, onSort, onOpen, isPinned, onPin, height } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  // Keys come faster than the page is drawn: the next one must find where the last one led.
  const place = useRef(0);
  const [, redraw] = useState(0);
  const template = columns.map(({ width }) => `minmax(0, ${width}fr)`).join(' ');
  const width = `max(100%, ${columns.reduce((sum, column) => sum + column.width, 0)}px)`;
  const at = Math.min(place.current, Math.max(0, rows.length - 1));
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - SPARE_ROWS);
  const last = Math.min(rows.length, Math.ceil((top + height) / ROW_HEIGHT) + SPARE_ROWS);

  const move = (to: number): void => {
    place.current = Math.max(0, Math.min(rows.length - 1, to));
    redraw(place.current);
  };
  useKeys({ rows, place, move, onOpen, onPin });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const above = at * ROW_HEIGHT;
    const visible = height - HEAD_HEIGHT - ROW_HEIGHT;
    if (above < element.scrollTop) element.scrollTop = above;
    else if (above > element.scrollTop + visible) element.scrollTop = above - visible;
  }, [at]);

  return (
    <div
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      ref={box}
      style={{ height: `${height}px` }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div class="head" role="row" style={{ gridTemplateColumns: template, width }}>
        {columns.map(({ key, title, isNumber }) => (
          <span
            key={key}
            role="columnheader"
            aria-sort={sort.key !== key ? undefined : sort.isUp ? 'ascending' : 'descending'}
          >
            <button
              type="button"
              class={`${isNumber ? 'right' : ''} ${sort.key === key ? 'sorted' : ''}`}
              title={title}
              onClick={() => onSort(key)}
            >
              {title}
              {sort.key === key ? (sort.isUp ? ' ↑' : ' ↓') : ''}
            </button>
          </span>
        ))}
      </div>
      <div style={{ height: `${rows.length * ROW_HEIGHT}px` }} />
      {rows.slice(first, last).map((row, offset) => {
        const index = first + offset;
        const looks = ['row', index === at ? 'current' : '', isPinned(row) ? 'pinned' : ''].join(' ');
        const style = { gridTemplateColumns: template, width, top: `${HEAD_HEIGHT + index * ROW_HEIGHT}px` };
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard for the whole table
          <div
            key={keyOf(row)}
            class={looks}
            role="row"
            aria-rowindex={index + 2}
            style={style}
            onClick={() => onOpen(row)}
          >
            {columns.map((column) => (
              <span
                key={column.key}
                role="gridcell"
                class={`${column.isNumber ? 'right' : ''} ${column.look?.(row) ?? ''}`}
              >
                {column.text(row)}
              </span>
            ))}
          </div>
        );
      })}
    </div>
  );
}

interface Keys<Row> {
  readonly rows: readonly Row[];
  readonly place: { readonly current: number };
  readonly move: (to: number) => void;
  readonly onOpen: (row: Row) => void;
  readonly onPin: (row: Row) => void;
}

function useKeys<Row>({ rows, place, move, onOpen, onPin }: Keys<Row>): void {
  // A layout effect hears at once: after a passive one, quick keys would act on the rows of a frame ago.
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const at = Math.min(place.current, Math.max(0, rows.length - 1));
      const row = rows[at];
      const actions: Readonly<Record<string, () => void>> = {
        j: () => move(at + 1),
        ArrowDown: () => move(at + 1),
        k: () => move(at - 1),
        ArrowUp: () => move(at - 1),
        g: () => move(0),
        G: () => move(rows.length - 1),
        Enter: () => row !== undefined && onOpen(row),
        p: () => row !== undefined && onPin(row),
      };
      const action = actions[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  });
}

/** True for a field or a button, which uses keys itself. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && ['INPUT', 'SELECT', 'TEXTAREA', 'BUTTON', 'A', 'SUMMARY'].includes(target.tagName)
  );
}
