import type { Position } from '../account/position.ts';

/** The positions of a session, one a traded symbol, in the order of the routes. */
export class PositionsState {
  readonly all: readonly Position[];
  readonly #bySymbol: ReadonlyMap<string, Position>;

  constructor(positions: readonly Position[]) {
    this.all = positions;
    this.#bySymbol = new Map(positions.map((position) => [position.symbol, position]));
  }

  /** Null for a symbol that is only read. */
  getPosition(symbol: string): Position | null {
    return this.#bySymbol.get(symbol) ?? null;
  }

  countOpenPositions(): number {
    return this.all.filter((position) => position.isOpen).length;
  }
}
