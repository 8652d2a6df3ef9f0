import { seededRandom } from "./seededRandom.ts";

const TOPICS = 15;
const WORDS_PER_TOPIC = 21;
const WORDS_PER_SENTENCE = 8;
/** One word in so many is of another topic. */
const STRAY = 8;

/**
 * A text of 315 words in 15 topics of 21 words: of the 20 nearest words of each, all are of its topic where the training has
 * found it, and which ones come behind these is chance.
 */
export function manyTopics(sentences: number, seed = 1): string {
  const random = seededRandom(seed);
  const draw = (below: number) => Math.floor(random() * below);
  const lines: string[] = [];
  for (let sentence = 0; sentence < sentences; sentence++) {
    const topic = sentence % TOPICS;
    const words = Array.from({ length: WORDS_PER_SENTENCE }, () =>
      topicWord(draw(STRAY) === 0 ? draw(TOPICS) : topic, draw(WORDS_PER_TOPIC)),
    );
    lines.push(`${words.join(" ")}.`);
  }
  return lines.join("\n");
}

/** A word of a topic, both counted from 0: letters, since a tokenizer may part figures. */
export function topicWord(topic: number, word: number): string {
  const letter = (number: number) => String.fromCharCode("a".charCodeAt(0) + number);
  return `w${letter(topic)}${letter(word)}`;
}
