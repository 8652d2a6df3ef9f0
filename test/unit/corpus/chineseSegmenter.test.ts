import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ByteVocabularyBuilder } from "../../../src/corpus/byteVocabulary.ts";
import { openSegmenter, type OpenSegmenter } from "../../../src/corpus/chineseSegmenter.node.ts";
import { IdMemory } from "../../../src/corpus/idStream.ts";
import { findChinese, forEachToken, normalizeWord, wordAt } from "../../../src/corpus/tokenize.ts";
import { DEFAULT_TOKENIZER } from "../../../src/corpus/tokenizerOptions.ts";
import { VocabularyBuilder } from "../../../src/corpus/vocabulary.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

let folder: string;
let jieba: OpenSegmenter;
beforeAll(async () => {
  folder = (await builtPaths()).folder;
  jieba = await openSegmenter(DEFAULT_TOKENIZER, folder);
}, BUILD_TIMEOUT_MS);

function wordsOf(text: string, segmenter = jieba): string[] {
  const words: string[] = [];
  forEachToken(text, DEFAULT_TOKENIZER, (word) => words.push(word), segmenter);
  return words;
}
const emptyFolder = () => mkdtemp(join(tmpdir(), "wordfield-"));

describe("openSegmenter", () => {
  it("cuts Chinese with jieba, also among English, numbers and Japanese", () => {
    expect(jieba.tokenizer.chinese).toBe("jieba");
    expect(wordsOf("我来到北京清华大学")).toEqual(["我", "来到", "北京", "清华大学"]);
    expect(wordsOf("用iPhone手机看2024年的《红楼梦》")).toEqual(
      expect.arrayContaining(["iphone", "手机", "2024", "年", "红楼梦"]),
    );
    expect(wordsOf("東京に住んでいる")).toContain("東京");
    expect(wordsOf("ภาษาไทยเป็นภาษา")).toEqual(["ภาษา", "ไทย", "เป็น", "ภาษา"]);
    expect(jieba.note()).toBeUndefined();
  });

  it("answers about a word at a place and a typed word as the corpus was cut", () => {
    expect(wordAt("我来到北京清华大学", 6, DEFAULT_TOKENIZER, jieba)).toEqual({
      word: "清华大学",
      start: 5,
      end: 9,
    });
    expect(normalizeWord("“清华大学”。", DEFAULT_TOKENIZER, jieba)).toBe("清华大学");
  });

  it("is the same for both ways of counting", async () => {
    const text =
      "我们在北京大学学习经济学，用Python3写程序。他说：“好！”a@b.cn的信…東京に住む\n".repeat(300) +
      "学习经济学".repeat(2000);
    const module = await tokenizerModule();
    const [plain, bytes] = [
      new VocabularyBuilder(DEFAULT_TOKENIZER, new IdMemory(2 ** 20), undefined, jieba),
      new ByteVocabularyBuilder(module, DEFAULT_TOKENIZER, new IdMemory(2 ** 20), undefined, jieba),
    ].map((counter) => {
      counter.addDocument(text);
      return counter.finish({ minimumCount: 1 });
    });
    expect(bytes).toEqual(plain);
    expect(plain!.words).toContain("经济学");
  });

  it("cuts what it was told to expect as it cuts each stretch, whatever comes in its place", () => {
    const random = seededRandom(9);
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)]!;
    const parts = [
      "我来到北京",
      "清华大学",
      "学习",
      "东京",
      "に住",
      "。",
      "，",
      " T恤 ",
      "\n",
      "一",
    ];
    const someText = () => Array.from({ length: 60 }, () => pick(parts)).join("");
    const stretchesOf = (text: string) => text.match(/[\u4e00-\u9fff]+/g) ?? [];
    for (let round = 0; round < 60; round++) {
      const [told, other] = [someText(), someText() + "学习".repeat(300)];
      jieba.expect!(told);
      for (const stretch of stretchesOf(round % 2 === 0 ? told : told + other)) {
        if (random() < 0.1) continue; // as in an address
        const ends = [...(jieba.segment(stretch) as Uint32Array)];
        jieba.expect!("");
        const alone = [...(jieba.segment(stretch) as Uint32Array)];
        expect(ends, stretch).toEqual(alone);
        if (random() < 0.5) jieba.expect!(told.slice(told.indexOf(stretch) + stretch.length));
      }
    }
  });

  it("knows the words of a dictionary of the user's", async () => {
    const path = join(await emptyFolder(), "words.txt");
    await writeFile(path, "来到北京清 100000 n\n");
    const chineseDictionary = path;
    const own = await openSegmenter({ ...DEFAULT_TOKENIZER, chineseDictionary }, folder);
    expect(wordsOf("我来到北京清华", own)).toContain("来到北京清");
    await expect(
      openSegmenter({ ...DEFAULT_TOKENIZER, chineseDictionary: `${path}.none` }, folder),
    ).rejects.toThrow(/words\.txt\.none cannot be read/);
    await writeFile(path, Uint8Array.of(0xff, 0xfe, 0x41));
    await expect(
      openSegmenter({ ...DEFAULT_TOKENIZER, chineseDictionary }, folder),
    ).rejects.toMatchObject({ code: "bad-input" });
  });

  it("leaves Chinese to ICU where there is no jieba, and says so once Chinese has come", async () => {
    const other = await emptyFolder();
    for (const prepare of [async () => undefined, () => breakJieba(other)]) {
      await prepare();
      const segmenter = await openSegmenter(DEFAULT_TOKENIZER, other);
      expect(segmenter.tokenizer.chinese).toBe("icu");
      expect(wordsOf("plain English", segmenter)).toEqual(["plain", "english"]);
      expect(segmenter.note()).toBeUndefined();
      expect(wordsOf("我们学习", segmenter)).toEqual(["我们", "学习"]);
      expect(segmenter.note()).toMatch(
        /^Chinese was segmented with ICU, because jieba is not there/,
      );
    }
  });

  it("is ICU for who asks for it", async () => {
    const icu = await openSegmenter({ ...DEFAULT_TOKENIZER, chinese: "icu" }, folder);
    expect([icu.tokenizer.chinese, icu.note()]).toEqual(["icu", undefined]);
  });
});

async function breakJieba(folder: string): Promise<undefined> {
  await writeFile(join(folder, "jieba.dict.txt"), "我 1 n\n");
  await writeFile(join(folder, "jieba.node"), "no code");
  return undefined;
}

describe("findChinese", () => {
  it("lists what a segmenter of Chinese is asked for", () => {
    const text = "用iPhone手机，東京に、用ﾊ見る。北京\u00ad大学";
    expect(findChinese(text, DEFAULT_TOKENIZER)).toEqual(["用", "手机", "北京\u00ad大学"]);
  });
});
