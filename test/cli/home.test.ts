import { expect, it } from 'vitest';
import { shownPath } from '../../src/cli/home.ts';

it.each([
  ['/project/.jbt/cache', '.jbt/cache'],
  ['/project', '.'],
  ['/elsewhere/cache', '/elsewhere/cache'],
  ['/project.old/cache', '/project.old/cache'],
])('%s is told in /project as %s', (path, expected) => {
  expect(shownPath(path, { cwd: '/project' })).toBe(expected);
});
