// Made-up labeled text: each label has words of its own, among words that all have in common.
import { seededRandom } from "./seededRandom.ts";

const TOPICS: Readonly<Record<string, readonly string[]>> = {
  water: ["river", "boat", "fish", "harbor", "tide", "shore"],
  money: ["coin", "loan", "credit", "deposit", "price", "market"],
  music: ["violin", "melody", "chorus", "rhythm", "drum", "opera"],
};
const COMMON = ["the", "of", "and", "with", "a"];

/** The labels of `labeledLines`. */
const TOPIC_LABELS = Object.keys(TOPICS);

/** Words of a text with a label. */
export function topicWords(label: string, random: () => number): string[] {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)]!;
  return Array.from({ length: 8 }, () => pick(random() < 0.5 ? COMMON : TOPICS[label]!));
}

/** Lines such as "__label__water the river …". */
export function labeledLines(count: number, seed = 1): string {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const label = TOPIC_LABELS[Math.floor(random() * TOPIC_LABELS.length)]!;
    return `__label__${label} ${topicWords(label, random).join(" ")}\n`;
  }).join("");
}
