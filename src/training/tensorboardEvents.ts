// Events as TensorBoard reads them: protocol buffers of type Event, each framed as a TFRecord.
// Source: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto, tensorflow/core/lib/io/record_writer.cc

/** What was measured at one point of a training. */
export interface ScalarEvent {
  /** Since 1970. Units: seconds. */
  readonly wallTimeSeconds: number;
  /** The place on the horizontal axis; a whole number, not negative. */
  readonly step: number;
  /** Values by the name of their chart; kept in single precision, as TensorBoard does. */
  readonly scalars: Readonly<Record<string, number>>;
}

const FILE_VERSION = "brain.Event:2";
const SESSION_START = 1;
/** Kinds of fields on the wire. */
const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

/** Encodes the event that every file begins with. */
export function encodeFirstEvent(wallTimeSeconds: number): Uint8Array<ArrayBuffer> {
  return frameRecord(
    concatenate([double(1, wallTimeSeconds), delimited(3, new TextEncoder().encode(FILE_VERSION))]),
  );
}

/** Encodes the event after which a resumed training goes on: what was written at this step and later is dropped. */
export function encodeRestartEvent(wallTimeSeconds: number, step: number): Uint8Array<ArrayBuffer> {
  return frameRecord(
    concatenate([
      double(1, wallTimeSeconds),
      ...integer(2, step),
      delimited(7, concatenate(integer(1, SESSION_START))),
    ]),
  );
}

/** Encodes what was measured, all values in one event. */
export function encodeScalarEvent(event: ScalarEvent): Uint8Array<ArrayBuffer> {
  const values = Object.entries(event.scalars).map(([tag, value]) =>
    delimited(1, concatenate([delimited(1, new TextEncoder().encode(tag)), float(2, value)])),
  );
  return frameRecord(
    concatenate([
      double(1, event.wallTimeSeconds),
      ...integer(2, event.step),
      delimited(5, concatenate(values)),
    ]),
  );
}

/** Frames a record: its length, the length's checksum, the bytes, their checksum. */
function frameRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return record;
}

/** Rotated and shifted, so that the checksum of bytes that hold checksums is a good one too. */
function maskedChecksum(bytes: Uint8Array): number {
  const checksum = crc32c(bytes);
  return (((checksum >>> 15) | (checksum << 17)) + 0xa282ead8) >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0x82f63b78 : remainder >>> 1;
  return remainder;
});

/** CRC-32 with Castagnoli's polynomial. Source: RFC 3720, appendix B.4. */
function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ CRC_TABLE[(remainder ^ byte) & 0xff]!;
  return (remainder ^ 0xffffffff) >>> 0;
}

function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = (field << 3) | FIXED_64;
  new DataView(bytes.buffer).setFloat64(1, value, true);
  return bytes;
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(5);
  bytes[0] = (field << 3) | FIXED_32;
  new DataView(bytes.buffer).setFloat32(1, value, true);
  return bytes;
}

/** Zero is what an absent field means, and is not written. */
function integer(field: number, value: number): Uint8Array[] {
  return value === 0 ? [] : [Uint8Array.of((field << 3) | VARINT, ...varint(value))];
}

function delimited(field: number, data: Uint8Array): Uint8Array {
  return concatenate([
    Uint8Array.of((field << 3) | LENGTH_DELIMITED, ...varint(data.length)),
    data,
  ]);
}

/** Seven bits a byte, lowest first. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
