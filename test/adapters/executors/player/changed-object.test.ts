import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nameChangedObject } from '../../../../src/adapters/executors/player/changed-object.ts';
import { PROTECTED } from '../../../../src/run/play/failure.ts';
import { testFolder } from '../../../support/folder.ts';

const CAUSE = 'TypeError: Cannot add property sum, object is not extensible';

function failureAt(source: string) {
  const path = join(testFolder(), 'patch.js');
  writeFileSync(path, `\n  ${source}\n`);
  return {
    code: 'StrategyError',
    message: `${CAUSE}${PROTECTED}`,
    stack: `${CAUSE}\n    at Patch.before (${path}:2:7)`,
  };
}

it.each([
  ['Array.prototype.sum = function () {};', 'Array.prototype'],
  ['if (this.index === 2) Array.prototype.sum = () => 1;', 'Array.prototype'],
  ['Math.sum ??= 1;', 'Math'],
  ["Object.prototype['sum'] = 1;", 'Object.prototype'],
  ["Object.defineProperty(Map.prototype, 'sum', { value: 1 });", 'Map.prototype'],
  ['Object.assign(JSON, { sum() {} });', 'JSON'],
])('names what %s tries to change', (source, name) => {
  const { message } = nameChangedObject(failureAt(source));
  expect(message).toBe(`strategies may not change ${name}: other backtests use it too (${CAUSE})`);
});

it.each(['patch(target);', 'const sum = Math.max(1, 2);'])(
  'leaves the message as it is where %s names nothing',
  (source) => {
    const failure = failureAt(source);
    expect(nameChangedObject(failure)).toBe(failure);
  },
);
