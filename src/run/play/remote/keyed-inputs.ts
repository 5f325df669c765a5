import type { StoredCandles } from '../../../model/candle.ts';
import type { MarketKey } from '../../../model/market.ts';
import type { SharedInputs, ValueAccess } from '../../ports.ts';
import type { Blobs } from './blobs.ts';
import { getCandles, type KeyedCandles, putCandles } from './keyed-candles.ts';

/** Inputs that all jobs of a run share, by the digests of their contents. */
export interface KeyedInputs {
  readonly candles: Readonly<Record<MarketKey, KeyedCandles>>;
  /** Digests of the modules. */
  readonly bundles: Readonly<Record<string, string>>;
  /** Null when strategies keep no values; a worker keeps them for itself. */
  readonly namespaces: ValueAccess['namespaces'] | null;
  readonly debug: SharedInputs['debug'];
  readonly hashesAlone: boolean;
}

/** The modules of a machine. */
export interface Modules {
  /** A module as other machines can load it. */
  read(url: string): Uint8Array;
  /** Keeps a module of another machine; returns its file URL here. */
  write(content: Uint8Array, digest: string): string;
}

/** Puts the inputs where other machines find them. */
export async function putInputs(
  shared: SharedInputs,
  modules: Pick<Modules, 'read'>,
  blobs: Blobs,
): Promise<KeyedInputs> {
  const { values, debug, hashesAlone = false } = shared;
  return {
    candles: await mapped(shared.candles, (candles) => putCandles(candles, blobs)),
    bundles: await mapped(shared.bundles, (url) => blobs.put(modules.read(url))),
    namespaces: values?.namespaces ?? null,
    debug,
    hashesAlone,
  };
}

/** Fetches the inputs. `get` waits until a content is there. */
export async function getInputs(
  keyed: KeyedInputs,
  modules: Pick<Modules, 'write'>,
  get: (digest: string) => Promise<Uint8Array>,
): Promise<SharedInputs> {
  const { namespaces, debug, hashesAlone } = keyed;
  const candles: Readonly<Record<MarketKey, StoredCandles>> = await mapped(keyed.candles, (one) =>
    getCandles(one, get),
  );
  const bundles = await mapped(keyed.bundles, async (hash) => modules.write(await get(hash), hash));
  return { candles, bundles, values: namespaces === null ? null : { folder: null, namespaces }, debug, hashesAlone };
}

/** One after another: all markets at once would need their memory twice. */
async function mapped<Key extends string, Value, Result>(
  record: Readonly<Record<Key, Value>>,
  map: (value: Value) => Promise<Result>,
): Promise<Record<Key, Result>> {
  const entries: [string, Result][] = [];
  for (const [key, value] of Object.entries<Value>(record)) entries.push([key, await map(value)]);
  return Object.fromEntries(entries) as Record<Key, Result>;
}
