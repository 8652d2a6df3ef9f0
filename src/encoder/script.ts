/** The script that decides which encoder knows a text. */

const LONGEST = 20_000;

/** Whether most letters of the beginning of a text are Chinese characters; kana and hangul count as other letters. */
export function mainScript(text: string): "han" | "other" {
  const beginning = text.slice(0, LONGEST);
  const han = beginning.match(/\p{Script=Han}/gu)?.length ?? 0;
  // A Latin word is one word, whatever its length; a Chinese character is about half of one.
  const words = beginning.match(/(?:(?!\p{Script=Han})\p{L})+/gu)?.length ?? 0;
  return han > 2 * words ? "han" : "other";
}
