import { JbtError } from '../../../model/errors.ts';
import { formatLength, MINUTE } from '../../../model/time.ts';
import { minutesOf, type Timeframe } from '../../../model/timeframe.ts';
import { areDaysApart, areMovedDays, isOfTwoDays } from './days.ts';
import { Grid } from './grid.ts';
import { type Base, baseOf, liesOn, type Surveyed, type Told, tell } from './tell.ts';

export { Grid } from './grid.ts';
export { opensOf } from './opens.ts';
export { BASES, type Base, type Surveyed } from './tell.ts';

/** Timeframes that are known before a file is read. */
export interface KnownBases {
  /** The one that the user states; null for none. */
  readonly stated: Timeframe | null;
  /** The one that the market is stored in; null for a new market. */
  readonly stored: Timeframe | null;
}

/** Finds the timeframe of all files of an import. Throws JbtError `InvalidCandles` when it is not sure, or not one. */
export function findBase(files: readonly Surveyed[], { stated, stored }: KnownBases): Base {
  if (stated !== null) return statedBase(files, stated);
  const tellings = files.map((file): readonly [Surveyed, Told] => [file, tell(file)]);
  const known = tellings.flatMap(([{ name }, told]) => {
    if (told.kind === 'fault') throw refusal(`${name}: ${told.fault}`);
    return told.kind === 'told' ? [{ name, base: told.base }] : [];
  });
  const first = known.find(({ base }) => base.isMoved) ?? known.at(0);
  const other = known.find(({ base }) => base.timeframe !== known[0].base.timeframe);
  if (first !== undefined && other !== undefined) throw mixture(known[0], other);
  const base = first?.base ?? togetherOf(files, stored);
  const misfit = tellings.find(
    ([{ grid }, told]) => told.kind === 'unknown' && !base.isMoved && !liesOn(grid, base.timeframe),
  );
  if (misfit === undefined) return base;
  throw refusal(
    `${misfit[0].name} has no ${base.timeframe} candles, as ${first?.name ?? 'the others together'}: an import has one timeframe`,
  );
}

/** Files of few rows each tell their timeframe together, or by what is stored already. */
function togetherOf(files: readonly Surveyed[], stored: Timeframe | null): Base {
  const grid = Grid.join(files.map((file) => file.grid));
  const told = tell({ name: '', grid, length: null });
  const name = files.length === 1 ? files[0].name : `${files[0].name} and ${files.length - 1} more`;
  switch (told.kind) {
    case 'told':
      return told.base;
    case 'fault':
      throw refusal(`${name}: ${told.fault}`);
    case 'unknown':
      if (stored !== null && liesOn(grid, stored)) return baseOf(stored);
      if (stored === '1D' && mayBeMovedDays(grid)) return baseOf('1D', true);
      throw refusal(`${name}: ${unknownText(grid, told.possible)}`);
  }
}

function unknownText({ count, least }: Grid, possible: readonly Timeframe[]): string {
  const longest = possible[possible.length - 1];
  const rows = count === 1 ? 'one row does' : `${count} rows, the closest ${formatLength(least * MINUTE)} apart, do`;
  return `${rows} not tell the timeframe: add --timeframe ${longest}, or --timeframe 1m if these are minutes`;
}

/** True for rows that can be days at any hour. */
function mayBeMovedDays(grid: Grid): boolean {
  return areDaysApart(grid) && !(areMovedDays(grid) && isOfTwoDays(grid.first));
}

/** Minutes may have gaps; a longer timeframe must fit every row. */
function statedBase(files: readonly Surveyed[], stated: Timeframe): Base {
  const isMoved =
    stated === '1D' && files.some(({ grid }) => areMovedDays(grid)) && files.every(({ grid }) => mayBeMovedDays(grid));
  const misfit = isMoved ? undefined : files.find(({ grid }) => !liesOn(grid, stated));
  if (misfit === undefined) return baseOf(stated, isMoved);
  const { divisor, first } = misfit.grid;
  const found =
    divisor % minutesOf(stated) === 0
      ? `its candles open ${formatLength((first % minutesOf(stated)) * MINUTE)} after a bar opens`
      : `its rows are ${formatLength(divisor * MINUTE)} apart`;
  throw refusal(`${misfit.name}: --timeframe ${stated} does not fit: ${found}`);
}

interface KnownFile {
  readonly name: string;
  readonly base: Base;
}

function mixture(first: KnownFile, other: KnownFile): JbtError {
  const bases = `${other.name} has ${other.base.timeframe} candles, but ${first.name} ${first.base.timeframe} ones`;
  return refusal(`${bases}: an import has one timeframe`);
}

function refusal(message: string): JbtError {
  return new JbtError('InvalidCandles', message);
}
