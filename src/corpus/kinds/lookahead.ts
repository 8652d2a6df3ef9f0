/**
 * Finds what comes next of a few needles, asked from places that move forward.
 *
 * Each needle's search passes over the text once, however often it is asked for and even if it is nowhere: unclosed
 * markup costs nothing.
 */
export class Lookahead {
  readonly #text: string;
  readonly #found = new Map<string, { from: number; at: number }>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns where `needle` next begins at or behind `from`, or Infinity. */
  next(needle: string, from: number): number {
    let known = this.#found.get(needle);
    if (known === undefined) this.#found.set(needle, (known = { from: 0, at: -1 }));
    if (from < known.from || from > known.at) {
      const at = this.#text.indexOf(needle, from);
      known.from = from;
      known.at = at < 0 ? Infinity : at;
    }
    return known.at;
  }
}
