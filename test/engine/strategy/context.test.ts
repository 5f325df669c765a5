import { Strategy, ta } from 'jbt-runner';
import { expect, it } from 'vitest';
import { flat, minutesClosingAt, playOne } from '../support/stage.ts';

it.each<[what: string, given: unknown, found: string]>([
  [
    'a name that ta does not have',
    Reflect.get(ta, 'bollinger_bands'),
    'undefined: ta has none of that name; names are in camelCase, such as ta.bollingerBands',
  ],
  ['the name alone', 'ema', 'a value of type string'],
  ['what an indicator gives', ta.ema([1, 2, 3], { period: 2 }), 'a value of type object'],
  ['nothing', null, 'a value of type object'],
])('an indicator cannot be made of %s', (_what, given, found) => {
  class Wrong extends Strategy {
    average = this.indicator(given as typeof ta.ema, { period: 2 });
    override shouldLong() {
      return false;
    }
  }
  expect(() => playOne(Wrong, minutesClosingAt(flat(3)))).toThrow(
    expect.objectContaining({
      code: 'InvalidStrategy',
      message: `this.indicator(...) needs an indicator, such as ta.ema, not ${found}`,
    }),
  );
});
