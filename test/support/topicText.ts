import { seededRandom } from "./seededRandom.ts";

const TOPICS = [
  ["bank", "money", "loan", "deposit", "credit", "notes", "paper", "currency"],
  ["river", "water", "shore", "boat", "fish", "bridge", "flood", "harbor"],
];

/** Text of sentences that each keep to one of two topics: after training, a topic's words are near each other. */
export function topicText(sentences: number, seed = 1): string {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  return Array.from({ length: sentences }, () => {
    const topic = pick(TOPICS);
    return `${Array.from({ length: 8 }, () => pick(topic)).join(" ")}.`;
  }).join("\n");
}

/** The words of `topicText`, by topic. */
export function topicWords(): readonly (readonly string[])[] {
  return TOPICS;
}
