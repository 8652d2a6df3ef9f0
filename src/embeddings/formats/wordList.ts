/** Collects the words of a file that other programs have written, and what is odd about them. */
export class WordList {
  readonly words: string[] = [];
  /** The bytes of words that are no UTF-8 text, by word id. */
  readonly brokenBytes = new Map<number, Uint8Array>();
  readonly #known = new Set<string>();
  readonly #strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #lenient = new TextDecoder("utf-8", { ignoreBOM: true });
  #repeated = 0;
  #empty = 0;

  /** Adds a word, and tells whether it is kept: an empty one and one that is there already are not. */
  add(bytes: Uint8Array): boolean {
    const word = this.#decode(bytes);
    if (word === "") {
      this.#empty++;
      return false;
    }
    const size = this.#known.size;
    if (this.#known.add(word).size === size) {
      this.#repeated++;
      this.brokenBytes.delete(this.words.length);
      return false;
    }
    this.words.push(word);
    return true;
  }

  /** What a user should know of the words, in sentences. */
  warnings(fileName: string): string[] {
    const all = this.words.length + this.#repeated + this.#empty;
    const warnings: string[] = [];
    const warn = (count: number, what: string) => {
      if (count > 0) warnings.push(`${count} of the ${all} words of ${fileName} ${what}`);
    };
    warn(this.#repeated, "repeat another; the first of each is kept.");
    warn(this.#empty, "are empty and are left out.");
    warn(
      this.brokenBytes.size,
      `are no UTF-8 text; what cannot be read in them is shown as \ufffd, for example "${this.words[this.brokenBytes.keys().next().value ?? 0]}".`,
    );
    return warnings;
  }

  #decode(bytes: Uint8Array): string {
    try {
      return this.#strict.decode(bytes);
    } catch {
      // The strict decoder only tells that something is wrong; the word is kept as well as it can be shown.
      this.brokenBytes.set(this.words.length, bytes.slice());
      return this.#lenient.decode(bytes);
    }
  }
}
