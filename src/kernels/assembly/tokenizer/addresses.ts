// Where there may be an e-mail address or URL.

/** Finds the next place of what every address has, which is @, :// or www., or else `end`. Zeros lie behind. */
export function findHint(start: usize, end: usize): usize {
  for (let at = start; at < end; at += 16) {
    const first = v128.load(at);
    const second = v128.load(at, 1);
    const colons = v128.and(
      i8x16.eq(first, i8x16.splat(0x3a)),
      i8x16.eq(second, i8x16.splat(0x2f)),
    );
    const letters = v128.and(
      i8x16.eq(v128.or(first, i8x16.splat(0x20)), i8x16.splat(0x77)),
      i8x16.eq(v128.or(second, i8x16.splat(0x20)), i8x16.splat(0x77)),
    );
    let hints = <u32>(
      i8x16.bitmask(
        v128.or(v128.or(colons, letters), i8x16.eq(first, i8x16.splat(0x40))),
      )
    );
    for (; hints != 0; hints &= hints - 1) {
      const hint = at + <usize>ctz(hints);
      if (hint >= end) return end;
      if (isHint(hint, start)) return hint;
    }
  }
  return end;
}

function isHint(at: usize, start: usize): bool {
  const byte = load<u8>(at);
  if (byte == 0x40)
    return at > start && load<u8>(at - 1) > 0x20 && isOfLabel(load<u8>(at, 1));
  if (byte == 0x3a) return load<u8>(at, 2) == 0x2f;
  return (load<u8>(at, 2) | 0x20) == 0x77 && load<u8>(at, 3) == 0x2e;
}

function isOfLabel(byte: u8): bool {
  const letter = byte | 0x20;
  return byte >= 0x80 || (letter >= 0x61 && letter <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2d;
}
