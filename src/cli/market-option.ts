import { z } from 'zod';
import { parseMarket } from '../model/market.ts';

/** A market's name becomes part of a key in the store, which has a limit of its own. */
const LONGEST_MARKET = 200;

const EXPECTED = 'EXCHANGE:SYMBOL, for example "Binance Perpetual Futures:FIL-USDT"';

/** A market as it is written on the command line. */
export const marketOption = z
  .string({ error: EXPECTED })
  .max(LONGEST_MARKET, { error: `at most ${LONGEST_MARKET} characters` })
  .transform((text, context) => {
    const market = parseMarket(text);
    if (market !== null) return market;
    context.addIssue({ code: 'custom', message: EXPECTED, input: text });
    return z.NEVER;
  });
