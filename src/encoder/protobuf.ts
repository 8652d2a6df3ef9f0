/** Protobuf's wire format, written: a handful of fields needs no library. */

// A key holds the field number and one of these wire types.
const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Encodes a field that holds a whole number of at most 2^53. */
export function numberField(field: number, value: number): Uint8Array {
  return message(varint(field * 8 + VARINT), varint(value));
}

/** Encodes a field that holds bytes, text or a message. */
export function bytesField(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return message(fieldHead(field, lengthOf(parts)), ...parts);
}

/** Encodes what stands before the bytes of a field: its key and their number. */
function fieldHead(field: number, length: number): Uint8Array {
  return message(varint(field * 8 + LENGTH_DELIMITED), varint(length));
}

/** Encodes a whole number of at most 2^53 in groups of seven bits, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.of(...bytes, rest);
}

/** The bytes of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Joins parts to one message. */
export function message(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(lengthOf(parts));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((total, part) => total + part.length, 0);
}
