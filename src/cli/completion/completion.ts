import * as z from 'zod';
import type { Command } from '../command.ts';
import { readValues } from '../options.ts';
import { SCRIPTS, SHELLS } from './scripts.ts';

const settings = z.object({ shell: z.enum(SHELLS, { error: 'bash, zsh or fish' }) });

/** `jbt completion`: prints the script that completes commands in a shell. `words.ts` answers what the script asks. */
export const command: Command = {
  build: (yargs) =>
    yargs
      .positional('shell', { type: 'string', describe: 'bash, zsh or fish' })
      .example('source <(jbt completion bash)', 'in ~/.bashrc; for zsh the same in ~/.zshrc, after compinit')
      .example('jbt completion fish > ~/.config/fish/completions/jbt.fish', 'for fish')
      .epilog(
        'Commands, options and their choices are completed, and stored markets, runs, strategies and batch files.',
      ),
  async run(options, { stdout }) {
    const given = readValues(settings, options, ['shell']);
    stdout.write(SCRIPTS[given.shell]);
    return 0;
  },
};
