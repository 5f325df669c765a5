import { expect, test } from 'vitest';
import { withoutSecrets } from '../../../src/run/text/secrets.ts';

test.each([
  ['redis://:secret@host:6379/0', 'redis://***@host:6379/0'],
  ['--redis=rediss://user:se@cret@host', '--redis=rediss://***@host'],
  ['got ["redis://:a@one","redis://:b@two"]', 'got ["redis://***@one","redis://***@two"]'],
  ['redis://127.0.0.1:6379', 'redis://127.0.0.1:6379'],
  ['https://host/path?mail=me@home', 'https://host/path?mail=me@home'],
  ['BTC-USDT@4h', 'BTC-USDT@4h'],
])('%s is kept as %s', (text, kept) => {
  expect(withoutSecrets(text)).toBe(kept);
});
