import type { z } from 'zod';
import { JbtError } from '../model/errors.ts';

/** What is wrong with an option or a positional, as JbtError `InvalidOption`. Needs zod's `reportInput`. */
export function optionError({ path, message, input }: z.core.$ZodIssue, positionals: readonly string[]): JbtError {
  const name = String(path[0]);
  const option = positionals.includes(name) ? name.toUpperCase() : `--${hyphenated(name)}`;
  // About the option that decides between kinds of options, zod shows all of them.
  const value = typeof input === 'object' && input !== null && name in input ? Reflect.get(input, name) : input;
  const found = value === undefined ? 'nothing' : JSON.stringify(value);
  return new JbtError('InvalidOption', `${option} must be ${message}, got ${found}`);
}

/** `time-unit`, as it is typed, of `timeUnit`. */
function hyphenated(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
