import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENTS, eventsPage, exampleMessages } from '../../../../docs/events-page.ts';

describe('docs/events.md', () => {
  it('is what npm run docs makes of the types', () => {
    expect(readFileSync(new URL('../../../../docs/events.md', import.meta.url), 'utf8')).toBe(eventsPage());
  });

  it.each(EVENTS)('gives a meaning to $event and to each of its fields', ({ meaning, fields }) => {
    expect(meaning).not.toBe('');
    expect((fields ?? []).filter((field) => field.meaning === '')).toEqual([]);
  });

  it.each(EVENTS)('has an example of $event with the fields that it lists, and no others', ({ event, fields }) => {
    const data = exampleMessages()
      .find((message) => message.event === event)
      ?.compose();
    if (fields === null) return expect(data).toBeDefined();
    const listed = fields.filter(({ path }) => !path.includes('.')).map(({ path }) => path);
    for (const record of [data].flat()) expect(Object.keys(record as object).sort()).toEqual([...listed].sort());
  });
});
