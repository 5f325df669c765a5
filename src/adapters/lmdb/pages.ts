import { type Meta, PAGE_HEADER_BYTES, readTree, TREE_BYTES, type Tree } from './meta.ts';

/** The pages of an environment's file. */
export interface PageFile {
  readonly meta: Meta;
  /** Number of whole pages in the file. Free pages at its end may be missing. */
  readonly pages: number;
  read(page: number): Buffer;
}

const BRANCH = 0x01;
const LEAF = 0x02;
const OVERFLOW = 0x04;
const OVERFLOWING = 0x01;
const SUB_TREE = 0x02;
const NODE_FLAGS = OVERFLOWING | SUB_TREE;
const NODE_HEADER_BYTES = 8;

/** Pages that a walk may still read. It trusts those beyond. */
interface Budget {
  pages: number;
}

/**
 * Walks the branches and leaves of an environment, up to `most` pages. True when each has the kind that its parent
 * expects, and all its references lie in the file. LMDB checks none of that and ends in SIGSEGV or SIGBUS.
 * Keys and the contents of the free list go unchecked: a value that is found by a wrong one fails its checksum.
 * Layout: `MDB_page` and `MDB_node` in mdb.c of lmdb 3.5.
 */
export function isTreeSound(file: PageFile, most: number): boolean {
  const budget = { pages: most };
  return walkTree(file, file.meta.freePages, budget) && walkTree(file, file.meta.main, budget);
}

function walkTree(file: PageFile, tree: Tree, budget: Budget): boolean {
  return tree.root === null || walkPage(file, tree.root, tree.depth, budget);
}

/** `levels` counts from 1 at the leaves. */
function walkPage(file: PageFile, number: number, levels: number, budget: Budget): boolean {
  if (budget.pages <= 0) return true;
  budget.pages -= 1;
  if (!isPage(file, number, 1)) return false;
  const page = file.read(number);
  const isLeaf = levels === 1;
  if (Number(page.readBigUInt64LE(0)) !== number || page.readBigUInt64LE(8) > file.meta.transaction) return false;
  if ((page.readUInt16LE(18) & (BRANCH | LEAF)) !== (isLeaf ? LEAF : BRANCH)) return false;
  const count = page.readUInt16LE(20) >> 1;
  const end = PAGE_HEADER_BYTES + count * 2;
  const upper = PAGE_HEADER_BYTES + page.readUInt16LE(22);
  if (count === 0 || end > upper || upper > page.length) return false;
  for (let i = 0; i < count; i++) {
    const node = PAGE_HEADER_BYTES + page.readUInt16LE(PAGE_HEADER_BYTES + i * 2);
    if (!isNode(page, node, upper)) return false;
    const isSound = isLeaf
      ? walkNode(file, page, node, budget)
      : walkPage(file, childOf(page, node), levels - 1, budget);
    if (!isSound) return false;
  }
  return true;
}

/** True when a node and its key lie within the part of the page that holds nodes. */
function isNode(page: Buffer, node: number, from: number): boolean {
  return (
    node >= from &&
    node + NODE_HEADER_BYTES <= page.length &&
    node + NODE_HEADER_BYTES + page.readUInt16LE(node + 6) <= page.length
  );
}

function childOf(page: Buffer, node: number): number {
  return page.readUIntLE(node, 6);
}

function walkNode(file: PageFile, page: Buffer, node: number, budget: Budget): boolean {
  const length = page.readUInt32LE(node);
  const flags = page.readUInt16LE(node + 4);
  if ((flags & ~NODE_FLAGS) !== 0) return false;
  const start = node + NODE_HEADER_BYTES + page.readUInt16LE(node + 6);
  if ((flags & OVERFLOWING) !== 0) return isOverflowSound(file, page.subarray(start), length, budget);
  if (start + length > page.length) return false;
  if ((flags & SUB_TREE) === 0) return true;
  return length === TREE_BYTES && walkTree(file, readTree(page.subarray(start)), budget);
}

/**
 * Checks the overflow pages of a large value. Their count is in the node and in the head of the first page. LMDB reads by
 * the one and frees by the other: a wrong count would free pages in use.
 */
function isOverflowSound(file: PageFile, record: Buffer, length: number, budget: Budget): boolean {
  if (record.length < 24) return false;
  const first = Number(record.readBigUInt64LE(0));
  const pages = Number(record.readBigUInt64LE(16));
  const needed = Math.ceil((PAGE_HEADER_BYTES + length) / file.meta.pageBytes);
  if (pages !== needed || !isPage(file, first, pages)) return false;
  if (budget.pages <= 0) return true;
  budget.pages -= 1;
  const head = file.read(first);
  return (
    Number(head.readBigUInt64LE(0)) === first &&
    head.readBigUInt64LE(8) <= file.meta.transaction &&
    (head.readUInt16LE(18) & OVERFLOW) !== 0 &&
    head.readUInt32LE(20) === pages
  );
}

function isPage(file: PageFile, number: number, count: number): boolean {
  return number > 1 && number + count - 1 <= file.meta.lastPage && number + count <= file.pages;
}
