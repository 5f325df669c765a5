import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openBegun } from '../../../src/adapters/runs/begun.ts';
import { testFolder } from '../../support/folder.ts';

it('tells which jobs were being played when the process ended, and how often', () => {
  const path = join(testFolder(), 'begun.ndjson');
  const first = openBegun(path);
  expect(first.deaths).toEqual(new Map());
  first.begin(['a', 'b']);
  first.begin(['c']);
  first.giveUp(['b']);
  first.close();
  const second = openBegun(path);
  expect(second.deaths).toEqual(
    new Map([
      ['a', 1],
      ['c', 1],
    ]),
  );
  second.begin(['a']);
  second.begin(['a']);
  second.close();
  expect(openBegun(path).deaths).toEqual(
    new Map([
      ['a', 2],
      ['c', 1],
    ]),
  );
});

it('passes over a line that a crash tore', () => {
  const path = join(testFolder(), 'begun.ndjson');
  const first = openBegun(path);
  first.begin(['a']);
  first.close();
  appendFileSync(path, '\n["begun","b');
  const second = openBegun(path);
  second.begin(['c']);
  expect(second.deaths).toEqual(new Map([['a', 1]]));
  expect(openBegun(path).deaths).toEqual(
    new Map([
      ['a', 1],
      ['c', 1],
    ]),
  );
});
