/** A meta page: the roots and the last page of a snapshot of the environment. */
export interface Meta {
  readonly pageBytes: number;
  readonly lastPage: number;
  readonly transaction: bigint;
  readonly freePages: Tree;
  readonly main: Tree;
}

/** A B-tree; `root` is null when it is empty. */
export interface Tree {
  readonly flags: number;
  readonly depth: number;
  readonly root: number | null;
}

/** Page header: page number, transaction, key size, flags, bounds. */
export const PAGE_HEADER_BYTES = 24;
/** A tree's record, in a meta page and in the entry of a named database. */
export const TREE_BYTES = 48;

const META_BYTES = 144;
const META_FLAG = 0x08;
const MAGIC = 0xbeefc0de;
const VERSION = 2;
/** Integer keys. Other flags would come from other options than jbt opens with. */
const FREE_PAGES_FLAGS = 0x08;
/** LMDB's page number for no page. */
const NO_PAGE = 0xffff_ffff_ffff_ffffn;

/**
 * Reads both metas from an environment's first bytes, or says what damage they have. LMDB checks only the magic number
 * and version of the first, and trusts the rest. Layout: `MDB_meta` in mdb.c of lmdb 3.5, 64 bits, little endian.
 */
export function readMetas(start: Buffer): readonly [Meta, Meta] | string {
  const pageBytes = start.length < META_BYTES ? 0 : start.readUInt32LE(PAGE_HEADER_BYTES + 24);
  if (!isPageSize(pageBytes) || start.length < pageBytes + META_BYTES) return 'the file is cut off or no LMDB file';
  const [first, second] = [readMeta(start, 0), readMeta(start.subarray(pageBytes), 1)];
  if (typeof first === 'string') return first;
  if (typeof second === 'string') return second;
  if (first.pageBytes !== second.pageBytes) return 'the meta pages contradict one another';
  // Transactions take turns with the two pages. The first is empty in a new environment and in a compacted copy.
  const apart = first.transaction - second.transaction;
  const isFirstUnused = first.transaction === 0n && first.main.root === null;
  return isFirstUnused || apart === 1n || apart === -1n ? [first, second] : 'the meta pages contradict one another';
}

/** Returns the meta of the last transaction. */
export function latestMeta([first, second]: readonly [Meta, Meta]): Meta {
  return first.transaction >= second.transaction ? first : second;
}

/** Reads a tree's record. */
export function readTree(record: Buffer): Tree {
  const root = record.readBigUInt64LE(40);
  return { flags: record.readUInt16LE(4), depth: record.readUInt16LE(6), root: root === NO_PAGE ? null : Number(root) };
}

function readMeta(page: Buffer, number: 0 | 1): Meta | string {
  const body = page.subarray(PAGE_HEADER_BYTES);
  const isMeta = page.readBigUInt64LE(0) === BigInt(number) && (page.readUInt16LE(18) & META_FLAG) !== 0;
  if (!isMeta || body.readUInt32LE(0) !== MAGIC) return `meta page ${number} is damaged`;
  if ((body.readUInt32LE(4) & 0xffff) !== VERSION) return `meta page ${number} is of another version of LMDB`;
  const transaction = body.readBigUInt64LE(128);
  const meta = {
    pageBytes: body.readUInt32LE(24),
    lastPage: Number(body.readBigUInt64LE(120)),
    transaction,
    freePages: readTree(body.subarray(24)),
    main: readTree(body.subarray(24 + TREE_BYTES)),
  };
  const isWhole = isTree(meta.freePages, FREE_PAGES_FLAGS, meta) && isTree(meta.main, 0, meta);
  // Transactions take turns with the two pages.
  const isInTurn = transaction === 0n || transaction % 2n === BigInt(number);
  return isWhole && isInTurn ? meta : `meta page ${number} is damaged`;
}

function isTree(tree: Tree, flags: number, { lastPage }: { readonly lastPage: number }): boolean {
  if (tree.flags !== flags) return false;
  return tree.root === null ? tree.depth === 0 : tree.depth > 0 && tree.root > 1 && tree.root <= lastPage;
}

function isPageSize(bytes: number): boolean {
  return bytes >= 512 && bytes <= 65_536 && (bytes & (bytes - 1)) === 0;
}
