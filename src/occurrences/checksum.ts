// A checksum against damage on disk: MurmurHash3 in 32 bits, https://github.com/aappleby/smhasher (public domain).

/** Returns the checksum of some bytes, from 0 to 2^32 - 1. */
export function checksum(bytes: Uint8Array): number {
  const words = bytes.length >>> 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let hash = 0x5f3759df;
  for (let word = 0; word < words; word++) {
    hash ^= mix(view.getUint32(4 * word, true));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let place = bytes.length - 1; place >= 4 * words; place--)
    rest = (rest << 8) | bytes[place]!;
  hash ^= mix(rest);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function mix(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}
