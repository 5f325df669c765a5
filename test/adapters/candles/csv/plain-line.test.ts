import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvReader } from '../../../../src/adapters/candles/csv/csv.ts';
import { type CandleFileOptions, DEFAULT_OPTIONS } from '../../../../src/adapters/candles/file.ts';
import { JbtError } from '../../../../src/model/errors.ts';
import { MINUTE } from '../../../../src/model/time.ts';
import { AUGUST, collect } from '../../../support/candle-files.ts';

const HEADER = ['open_time', 'open', 'high', 'low', 'close', 'volume'];

/** Cells that are numbers but not plain, that are none, and that no double holds exactly. */
const ODD_CELLS = [
  ...[
    '',
    ' ',
    '2 ',
    ' 4',
    '+3',
    '-1',
    '-0',
    '3.',
    '.5',
    '1e1',
    'NaN',
    '0x4',
    '1e400',
    '1.2.3',
    '2024-01-01',
    'é',
    '\ufeff',
  ],
  ...['9007199254740993', '0.30000000000000004', '3.0000000000000000000000000001', '0', '00004', '4.0'],
];

type Cells = readonly string[];

const goodRow = fc.constantFrom(
  ...[
    ['2', '4', '1', '3', '10'],
    ['2.5', '4.125', '1.1', '3.3', '0'],
    ['0.30000000000000004', '0.4', '0.1', '0.3', '1234.56789'],
  ],
);

/** Most rows are good, so that files get long before they are damaged. */
const changes = fc.oneof(
  { weight: 20, arbitrary: fc.constant({ kind: 'none' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('cell' as const),
      at: fc.nat(7),
      text: fc.constantFrom(...ODD_CELLS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('length' as const), cells: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'blank' as const }, { kind: 'spaces' as const }) },
);

/** Minutes from one row to the next: mostly one, seldom a repetition, a gap, or a step back. */
const steps = fc.oneof({ weight: 20, arbitrary: fc.constant(1) }, fc.constantFrom(0, 2, 5, -1));

const spellings: readonly ((timestamp: number) => string)[] = [
  (timestamp) => `${timestamp}`,
  (timestamp) => `${timestamp / 1_000}`,
  (timestamp) => `${timestamp}000`,
  (timestamp) => `${timestamp}000000`,
  (timestamp) => `${timestamp}.0`,
  (timestamp) => `${timestamp}.`,
  (timestamp) => `${timestamp + 1}`,
  (timestamp) => new Date(timestamp).toISOString(),
];
const spelling = fc.oneof({ weight: 20, arbitrary: fc.constant(spellings[0]) }, fc.constantFrom(...spellings));

const row = fc.record({ step: steps, spell: spelling, cells: goodRow, change: changes });

type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;

const layout = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  header: fc.boolean(),
  moreColumns: fc.nat(2),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  isLastEnded: fc.boolean(),
  mark: fc.constantFrom('', '\ufeff'),
});

const options: fc.Arbitrary<CandleFileOptions> = fc.record({
  ...constants(DEFAULT_OPTIONS),
  gaps: fc.constantFrom('refuse', 'fill'),
  timeUnit: fc.constantFrom(null, null, null, null, 'ms', 'ms', 's', 'iso'),
  columns: fc.constantFrom(null, ['timestamp', 'open', 'high', 'low', 'close', 'volume']),
});

function constants({ dateOrder, timeZone, stamp, where, entry }: CandleFileOptions) {
  return {
    dateOrder: fc.constant(dateOrder),
    timeZone: fc.constant(timeZone),
    stamp: fc.constant(stamp),
    where: fc.constant(where),
    entry: fc.constant(entry),
  };
}

function tableOf(rows: readonly Row[], header: boolean, moreColumns: number): readonly Cells[] {
  let minute = 0;
  const table = rows.map(({ step, spell, cells, change }) => {
    minute += step;
    const more = Array.from({ length: moreColumns }, () => 'x');
    return changed([spell(AUGUST + minute * MINUTE), ...cells, ...more], change);
  });
  return header ? [[...HEADER, ...Array.from({ length: moreColumns }, (_, i) => `more ${i}`)], ...table] : table;
}

function changed(cells: Cells, change: Row['change']): Cells {
  switch (change.kind) {
    case 'none':
      return cells;
    case 'cell':
      return cells.map((cell, at) => (at === change.at ? change.text : cell));
    case 'length':
      return Array.from({ length: change.cells + 1 }, (_, at) => cells[at] ?? '');
    case 'blank':
      return [''];
    case 'spaces':
      return ['  '];
  }
}

/** Returns the candles, or the error that reading ends with. */
async function outcomeOf(pieces: readonly Buffer[], options: CandleFileOptions): Promise<unknown> {
  async function* bytes() {
    yield* pieces;
  }
  const content = { name: 'a.csv', start: pieces[0], size: null, bytes, isRepeatable: true };
  return collect(csvReader.read(content, options)).catch(withoutQuote);
}

/** Errors quote a line as it stands in the file, with its quotes. */
function withoutQuote(error: unknown): unknown {
  if (!(error instanceof JbtError)) return error;
  return new JbtError(error.code, error.message.replace(/(?: in|, found) ".*/s, ''));
}

function cut(content: Buffer, pieceBytes: number): readonly Buffer[] {
  const count = Math.max(1, Math.ceil(content.length / pieceBytes));
  return Array.from({ length: count }, (_, i) => content.subarray(i * pieceBytes, (i + 1) * pieceBytes));
}

it('plain cells come to the same candles or the same error as quoted cells, which a CSV parser reads', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 25 }),
      layout,
      options,
      fc.integer({ min: 1, max: 2_000 }),
      async (rows, { delimiter, header, moreColumns, lineEnd, isLastEnded, mark }, chosen, pieceBytes) => {
        const table = tableOf(rows, header, moreColumns);
        // The first line tells the delimiter, which is a comma when it has none.
        const joint = table[0].length > 1 ? delimiter : ',';
        const write = (quote: string) => {
          const lines = table.map((cells) => cells.map((cell) => `${quote}${cell}${quote}`).join(joint));
          return Buffer.from(mark + lines.join(lineEnd) + (isLastEnded ? lineEnd : ''));
        };
        const plain = await outcomeOf(cut(write(''), pieceBytes), chosen);
        expect(plain).toEqual(await outcomeOf([write('"')], chosen));
        kinds.add(plain instanceof JbtError ? plain.code : 'candles');
      },
    ),
    { numRuns: 1_000 },
  );
  expect([...kinds]).toEqual(expect.arrayContaining(['candles', 'InvalidCandles', 'ConflictingCandles']));
});
