/** Dots of a braille character: two columns of four, from the top. */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BRAILLE = 0x2800;

/** Values as a line over a field of characters, the highest at the top. */
export function plotLines(values: readonly number[], columns: number, rows: number, isBraille: boolean): string[] {
  return isBraille ? brailleLines(values, columns, rows) : plainLines(values, columns, rows);
}

function brailleLines(values: readonly number[], columns: number, rows: number): string[] {
  const heights = heightsOf(values, columns * 2, rows * 4);
  const cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  for (const [x, height] of heights.entries()) {
    const before = heights[Math.max(0, x - 1)];
    for (let y = Math.min(before, height); y <= Math.max(before, height); y++) {
      const fromTop = rows * 4 - 1 - y;
      cells[fromTop >> 2][x >> 1] |= DOTS[x & 1][fromTop & 3];
    }
  }
  return cells.map((row) => row.map((dots) => (dots === 0 ? ' ' : String.fromCharCode(BRAILLE + dots))).join(''));
}

function plainLines(values: readonly number[], columns: number, rows: number): string[] {
  const heights = heightsOf(values, columns, rows);
  return Array.from({ length: rows }, (_, row) =>
    heights.map((height) => (height === rows - 1 - row ? '*' : ' ')).join(''),
  );
}

/** Height of the line at each x, from 0 at the bottom. */
function heightsOf(values: readonly number[], columns: number, rows: number): readonly number[] {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const span = highest - lowest;
  return Array.from({ length: columns }, (_, x) => {
    const value = values[Math.round((x / Math.max(1, columns - 1)) * (values.length - 1))];
    return span === 0 ? 0 : Math.round(((value - lowest) / span) * (rows - 1));
  });
}
