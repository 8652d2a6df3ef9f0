import { describe, expect, it } from "vitest";
import { ByteReader, ByteWriter } from "../../../src/occurrences/bytes.ts";
import {
  NO_NEXT,
  PlaceCursor,
  PlaceEncoder,
  PlaceList,
  shapeOf,
} from "../../../src/occurrences/places.ts";
import { seededRandom } from "../../support/seededRandom.ts";

type Place = readonly [start: number, end: number, next: number];

const WORD = "river";
const shape = shapeOf(WORD);

function encode(places: readonly Place[]): Uint8Array {
  const writer = new ByteWriter();
  const encoder = new PlaceEncoder(writer);
  encoder.begin(shape);
  for (const place of places) encoder.add(...place);
  return writer.view().slice();
}

/** Places as text has them: mostly one blank behind the word, sometimes other signs, another form, or no word at all. */
function somePlaces(count: number, longestDistance: number, seed: number): Place[] {
  const random = seededRandom(seed);
  let start = 0;
  return Array.from({ length: count }, () => {
    start += Math.floor(random() * longestDistance);
    const end = start + WORD.length + (random() < 0.1 ? 3 : 0);
    const next = random() < 0.05 ? NO_NEXT : random() < 0.2 ? end + 40 : end + 1;
    return [start, end, next] as const;
  });
}

function listed({ starts, ends, nexts, length }: PlaceList): Place[] {
  return Array.from({ length }, (_, place) => [starts[place]!, ends[place]!, nexts[place]!]);
}

describe("a list of places", () => {
  it.each([
    ["near each other", 20],
    ["far from each other", 100_000],
    ["farther than most files are long", 200_000_000],
  ])("gives those %s as one cursor after the other does", (_, longestDistance) => {
    const places = somePlaces(longestDistance > 1e6 ? 8 : 500, longestDistance, 7);
    const bytes = encode(places);
    const list = new PlaceList();
    list.fill(bytes, places.length, shape);
    expect(listed(list)).toEqual(places);
    const cursor = new PlaceCursor(new ByteReader(bytes), shape);
    for (const place of places) {
      cursor.advance();
      expect([cursor.start, cursor.end, cursor.next]).toEqual(place);
    }
    list.fill(bytes, 3, shape);
    expect(listed(list)).toEqual(places.slice(0, 3));
  });

  it("refuses bytes that are cut off, and places behind the end of any file", () => {
    const places = somePlaces(100, 5000, 3);
    const bytes = encode(places);
    const list = new PlaceList();
    for (const length of [0, 1, 50, bytes.length - 1])
      expect(() => list.fill(bytes.subarray(0, length), 100, shape)).toThrow(/cut off/);
    const far = encode([[2 ** 30 + 1, 2 ** 30 + 6, NO_NEXT]]);
    expect(() => list.fill(far, 1, shape)).toThrow(/beyond its file/);
    list.fill(bytes, 100, shape);
    expect(listed(list)).toEqual(places);
  });

  it("goes on with another word where that stands next, also where parts of a name lead back", () => {
    const list = new PlaceList();
    const before: Place[] = [
      [0, 5, 40],
      [10, 15, 16],
      [20, 25, NO_NEXT],
      [50, 55, 16],
    ];
    list.fill(encode(before), before.length, shape);
    const words: Place[] = [
      [16, 21, 22],
      [40, 45, NO_NEXT],
      [60, 65, 66],
    ];
    list.continueWith(encode(words), words.length, shape);
    expect(listed(list)).toEqual([
      [10, 21, 22],
      [50, 21, 22],
      [0, 45, NO_NEXT],
    ]);
  });

  it("finds all places of a phrase in long lists of words", () => {
    const random = seededRandom(11);
    // Every third word of the second list stands where one of the first is expected to go on.
    const before = somePlaces(20_000, 60, 5);
    const starts = new Set(before.filter(() => random() < 0.3).map(([, , next]) => next));
    for (let other = 0; other < 10_000; other++) starts.add(Math.floor(random() * 700_000));
    starts.delete(NO_NEXT);
    const words = [...starts]
      .sort((a, b) => a - b)
      .map((start): Place => [start, start + 5, random() < 0.1 ? start + 50 : start + 6]);
    const list = new PlaceList();
    list.fill(encode(before), before.length, shape);
    list.continueWith(encode(words), words.length, shape);
    const byStart = new Map(words.map((word) => [word[0], word]));
    const expected = before
      .filter(([, , next]) => byStart.has(next))
      .sort((a, b) => a[2] - b[2])
      .map(([start, , next]): Place => [start, byStart.get(next)![1], byStart.get(next)![2]]);
    expect(expected.length).toBeGreaterThan(3000);
    expect(listed(list)).toEqual(expected);
  });

  it("refuses what is damaged while it looks for a phrase", () => {
    const before: Place[] = [[0, 5, 2 ** 29]];
    const list = new PlaceList();
    const goOn = (bytes: Uint8Array, count: number) => {
      list.fill(encode(before), 1, shape);
      list.continueWith(bytes, count, shape);
    };
    const bytes = encode(somePlaces(100, 5000, 3));
    expect(() => goOn(bytes.subarray(0, 50), 100)).toThrow(/cut off/);
    expect(() => goOn(Uint8Array.of(0xfe, 0xff, 0xff, 0xff, 0x7f), 1)).toThrow(/beyond its file/);
    expect(() => goOn(new Uint8Array(9).fill(0xff), 1)).toThrow(/too long/);
  });
});
