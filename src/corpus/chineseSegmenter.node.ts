// Chinese by jieba, whose native code and dictionary lie beside the bundles; by ICU where they cannot be had.

import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { WordfieldError } from "../errors.ts";
import { ExpectedStretches } from "./expectedStretches.ts";
import { chineseBy, ICU_SEGMENTER, type Segmenter } from "./segmenter.ts";
import {
  tokenizerOptions,
  type TokenizerChoice,
  type TokenizerOptions,
} from "./tokenizerOptions.ts";

/** A segmenter for a tokenizer, and what has become of what was asked for. */
export interface OpenSegmenter extends Segmenter {
  /** The tokenizer as it is then: with ICU where there is no jieba. */
  readonly tokenizer: TokenizerOptions;
  /** A sentence for the user, once Chinese has been met and was not segmented as asked; undefined else. */
  readonly note: () => string | undefined;
}

/** What there is of jieba's native module. Source: @node-rs/jieba 2.0.3, index.d.ts. */
interface Jieba {
  cut(text: string, usesHmm: boolean): string[];
  loadDict(dictionary: Uint8Array): void;
}
interface JiebaModule {
  readonly Jieba: { withDict(dictionary: Uint8Array): Jieba };
}

const JIEBA_BINARY = "jieba.node";
const JIEBA_DICTIONARY = "jieba.dict.txt";

const MAXIMUM_USER_DICTIONARY_BYTES = 50_000_000;

/**
 * Opens the segmenter that a tokenizer asks for. The native code is loaded now, the dictionary (5 MB, a quarter of a second)
 * when the first Chinese text comes: not for a thread that must answer. `folder` holds both.
 *
 * Errors: `bad-input` where the user's dictionary cannot be read.
 */
export async function openSegmenter(
  choice: TokenizerChoice,
  folder: string,
): Promise<OpenSegmenter> {
  const tokenizer = tokenizerOptions(choice);
  if (tokenizer.name === "whitespace" || tokenizer.chinese === "icu")
    return { tokenizer, segment: ICU_SEGMENTER.segment, note: () => undefined };
  const userDictionary =
    tokenizer.chineseDictionary === undefined
      ? undefined
      : await readUserDictionary(tokenizer.chineseDictionary);
  const dictionaryPath = join(folder, JIEBA_DICTIONARY);
  // Whatever the reason is, ICU can do it, and the user is told.
  try {
    await stat(dictionaryPath);
    const native = loadNative(join(folder, JIEBA_BINARY));
    const segmenter = chineseBy(jiebaSegmenter(native, dictionaryPath, userDictionary));
    return { tokenizer, ...segmenter, note: () => undefined };
  } catch (error) {
    return withoutJieba(tokenizer, error);
  }
}

function withoutJieba(tokenizer: TokenizerOptions, error: unknown): OpenSegmenter {
  let wasAsked = false;
  const { segment } = chineseBy({
    segment: (text) => {
      wasAsked = true;
      return ICU_SEGMENTER.segment(text);
    },
  });
  const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  return {
    tokenizer: { ...tokenizer, chinese: "icu" },
    segment,
    note: () =>
      wasAsked
        ? `Chinese was segmented with ICU, because jieba is not there for this machine (${reason}).`
        : undefined,
  };
}

function jiebaSegmenter(
  { Jieba }: JiebaModule,
  dictionaryPath: string,
  userDictionary: Uint8Array | undefined,
): Segmenter {
  let jieba: Jieba | undefined;
  const open = () => {
    const opened = Jieba.withDict(readFileSync(dictionaryPath));
    if (userDictionary) opened.loadDict(userDictionary);
    return opened;
  };
  const cut = (text: string) => {
    jieba ??= open();
    const words = jieba.cut(text, true);
    const ends = new Uint32Array(words.length);
    let end = 0;
    for (let index = 0; index < words.length; index++) ends[index] = end += words[index]!.length;
    return ends;
  };
  const expected = new ExpectedStretches(cut);
  return {
    segment: (text) => expected.take(text) ?? cut(text),
    expect: (text) => expected.expect(text),
  };
}

/** Loads an addon by its path in whatever form this module was bundled. Throws where it is missing or of another platform. */
function loadNative(path: string): JiebaModule {
  const module = { exports: {} };
  process.dlopen(module, path);
  return module.exports as JiebaModule;
}

/** A word a line, each with a frequency and a part of speech if one likes: "云计算 100 n". */
async function readUserDictionary(path: string): Promise<Uint8Array> {
  const refuse = (why: string, cause?: unknown): never => {
    throw new WordfieldError(
      "bad-input",
      `The dictionary ${path} ${why}. Give a text file in UTF-8 with a word a line, such as "云计算 100 n".`,
      { cause },
    );
  };
  try {
    const { size } = await stat(path);
    if (size > MAXIMUM_USER_DICTIONARY_BYTES) return refuse(`has ${size} bytes, which is too much`);
    const bytes = await readFile(path);
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return bytes;
  } catch (error) {
    if (error instanceof WordfieldError) throw error;
    if (error instanceof TypeError) return refuse("is not UTF-8", error);
    return refuse("cannot be read", error);
  }
}
