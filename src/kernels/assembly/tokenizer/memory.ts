// Where things lie in the tokenizer's own memory, and how it grows: it belongs to one thread.

/** Keys of long words and of words from TypeScript are made here, with zeros behind them to the next multiple of 16. */
export const WORD: usize = 1024;
/** A word of 100 UTF-16 units has at most 300 bytes; what TypeScript puts here may be as long as this. */
export const WORD_BYTES: usize = 1024;
/** u32 [0x1100] addresses of the pages that describe 256 characters each; 0 where not yet described. */
export const PAGES: usize = WORD + WORD_BYTES;
/** u32 [..] addresses of the chunks of entries. */
export const ENTRY_CHUNKS: usize = PAGES + 0x1100 * 4;
const MAXIMUM_ENTRY_CHUNKS: usize = 16384;
/** i32 [ID_COUNT] what waits to be taken away, with the last value taken before it. */
export const IDS: usize = ENTRY_CHUNKS + MAXIMUM_ENTRY_CHUNKS * 4 + 16;
export const ID_COUNT: usize = 16384;
/** u64 [ID_COUNT] places of the words that wait, where they are told. */
export const PLACES: usize = (IDS + ID_COUNT * 4 + 63) & ~63;
/** Places of what `wordTable.ts` looks up together. */
export const BATCH_COUNT: u32 = 128;
export const BATCH_KEYS: usize = PLACES + ID_COUNT * 8;
export const BATCH_HASHES: usize = BATCH_KEYS + <usize>BATCH_COUNT * 16;
export const BATCH_LENGTHS: usize = BATCH_HASHES + <usize>BATCH_COUNT * 4;
export const BATCH_PLACES: usize = BATCH_LENGTHS + <usize>BATCH_COUNT * 4;
/** With one more before the first. */
export const BATCH_ENTRIES: usize = BATCH_PLACES + <usize>BATCH_COUNT * 8 + 64;
/** What stands for the end of a sentence as if it were a word. */
export const BREAK_ENTRY: usize = (BATCH_ENTRIES + <usize>BATCH_COUNT * 4 + 31) & ~31;
/** u32 [..] abbreviations of up to four letters. */
export const ABBREVIATIONS: usize = BREAK_ENTRY + 32;
export const MAXIMUM_ABBREVIATIONS: u32 = 128;
const FIRST_FREE: usize = (ABBREVIATIONS + MAXIMUM_ABBREVIATIONS * 4 + 0xffff) & ~0xffff;

/** All that grows is made of pieces of this size, so that what a larger table leaves behind is of use. */
export const CHUNK_BYTES: usize = 1 << 18;
const PAGE_BITS = 16;

// @ts-ignore: decorator
@external("env", "refuseMemory")
declare function refuseMemory(bytes: f64): void;

let end: usize = FIRST_FREE;
/** The first of the free chunks, each of which begins with the address of the next; 0 ends the list. */
let freeChunk: usize = 0;

/** Takes memory that lies in one piece, a multiple of a chunk; all of it is zero. */
export function takeBytes(bytes: usize): usize {
  const address = end;
  const needed = <u64>address + <u64>bytes;
  const missing = <i64>((needed + 0xffff) >> PAGE_BITS) - <i64>memory.size();
  // 65536 pages of memory would end where addresses do.
  if (needed > 0xffff0000 || (missing > 0 && !growMemory(<i32>missing))) {
    refuseMemory(<f64>needed); // throws
    unreachable();
  }
  end = <usize>needed;
  return address;
}

/**
 * Grows by an eighth at least, where that can be had: each growth makes a new buffer in JavaScript, whose collector takes
 * all of it for newly made. Pages that nobody has touched take no memory.
 */
function growMemory(pages: i32): bool {
  const size = memory.size();
  const generous = min(max(pages, size >> 3), 0xffff - size);
  return memory.grow(generous) >= 0 || memory.grow(pages) >= 0;
}

/** Gives back what `takeBytes` gave, in chunks. */
export function giveBytes(address: usize, bytes: usize): void {
  for (let offset: usize = 0; offset < bytes; offset += CHUNK_BYTES) {
    store<u32>(address + offset, <u32>freeChunk);
    freeChunk = address + offset;
  }
}

/** Takes one chunk, whose content is undefined. */
export function takeChunk(): usize {
  if (freeChunk == 0) return takeBytes(CHUNK_BYTES);
  const chunk = freeChunk;
  freeChunk = <usize>load<u32>(chunk);
  return chunk;
}

let arena: usize = 0;
let arenaEnd: usize = 0;

/** Takes a few bytes, at most a chunk, at an address that is a multiple of 16. */
export function takeSmall(bytes: usize): usize {
  const size = (bytes + 15) & ~15;
  if (arena + size > arenaEnd) {
    arena = takeChunk();
    arenaEnd = arena + CHUNK_BYTES;
  }
  const address = arena;
  arena += size;
  return address;
}
