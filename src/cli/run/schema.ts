import { batchJsonSchema } from '../../run/batch/schema.ts';
import type { Command } from '../command.ts';

/** `jbt schema`: prints the JSON Schema of a batch file, for editors. */
export const command: Command = {
  build: (yargs) =>
    yargs.example('jbt schema > jbt.schema.json', 'for "# yaml-language-server: $schema=jbt.schema.json" in jbt.yaml'),
  async run(_options, io) {
    io.stdout.write(schemaText());
    return 0;
  },
};

/** Content of `docs/jbt.schema.json`. */
export function schemaText(): string {
  return `${JSON.stringify(batchJsonSchema(), null, 2)}\n`;
}
