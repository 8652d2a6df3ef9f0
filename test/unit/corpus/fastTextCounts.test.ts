import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ByteVocabularyBuilder } from "../../../src/corpus/byteVocabulary.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { LONGEST_WORD } from "../../../src/corpus/tokenize.ts";
import { VocabularyBuilder } from "../../../src/corpus/vocabulary.ts";
import { BUILD_TIMEOUT_MS } from "../../support/builtEntries.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

const FIXTURES = join(import.meta.dirname, "../../fixtures/vocabulary");

describe("the whitespace tokenizer", () => {
  it(
    "counts what fastText counts in the same file, but for words that are too long",
    async () => {
      const text = await readFile(join(FIXTURES, "whitespace.bin"));
      const counted = JSON.parse(
        await readFile(join(FIXTURES, "whitespace.json"), "utf8"),
      ) as Record<string, number>;
      delete counted["</s>"]; // fastText's word for the end of a line
      for (const word of Object.keys(counted)) if (word.length > LONGEST_WORD) delete counted[word];
      for (const counter of [
        new ByteVocabularyBuilder(await tokenizerModule(), "whitespace", new IdMemory(100_000)),
        new VocabularyBuilder("whitespace", new IdMemory(100_000)),
      ]) {
        counter.addBytes(text);
        counter.endDocument();
        const { words, counts } = counter.finish({ minimumCount: 1 });
        expect(Object.fromEntries(words.map((word, wordId) => [word, counts[wordId]]))).toEqual(
          counted,
        );
      }
    },
    BUILD_TIMEOUT_MS,
  );
});
