import * as z from 'zod';
import { DEFAULT_FEES } from '../../model/exchange.ts';
import { formatFixed } from '../../run/text/numbers.ts';
import type { Command } from '../command.ts';
import { readValues } from '../options.ts';
import { say } from '../process/say.ts';

const settings = z.object({ json: z.boolean({ error: 'given once' }).default(false) });

/** `jbt exchanges`: lists the exchanges whose fees are known. */
export const command: Command = {
  build: (yargs) =>
    yargs
      .option('json', { type: 'boolean', describe: 'print one JSON document' })
      .example('jbt exchanges', 'names as --market and batch files spell them, and their taker fees')
      .epilog('Any other name is an exchange too; its backtests must name the fee and the type.'),
  async run(options, { stdout }) {
    const given = readValues(settings, options);
    const exchanges = Object.entries(DEFAULT_FEES).map(([name, fee]) => ({ name, fee }));
    if (given.json) stdout.write(`${JSON.stringify(exchanges, null, 2)}\n`);
    else say(stdout, tableText(exchanges));
    return 0;
  },
};

function tableText(exchanges: readonly { readonly name: string; readonly fee: number }[]): string {
  const width = Math.max(...exchanges.map(({ name }) => name.length));
  return exchanges.map(({ name, fee }) => `${name.padEnd(width)}  ${formatFixed(fee * 100, 3)} % fee\n`).join('');
}
