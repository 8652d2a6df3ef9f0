/** Which braces of a LaTeX source belong together. Takes time and memory linear in their number. */
export class LatexGroups {
  readonly #opens: Uint32Array;
  /** For each opening brace the place of the closing one; 0 where there is none. */
  readonly #closes: Uint32Array;
  /** The opening brace that was asked for last: the next one is near. */
  #last = 0;

  constructor(source: string) {
    let count = 0;
    for (let at = source.indexOf("{"); at >= 0; at = source.indexOf("{", at + 1)) count++;
    this.#opens = new Uint32Array(count);
    this.#closes = new Uint32Array(count);
    const stack = new Uint32Array(count);
    let depth = 0;
    let next = 0;
    for (let at = 0; at < source.length; at++) {
      const unit = source.charCodeAt(at);
      if (unit === 0x5c) {
        if (source.charCodeAt(at + 1) === 0x7b) this.#opens[next++] = at + 1; // escaped: never closed
        at++;
      } else if (unit === 0x25) {
        const end = source.indexOf("\n", at);
        const last = end < 0 ? source.length : end;
        for (; at < last; at++) if (source.charCodeAt(at) === 0x7b) this.#opens[next++] = at;
      } else if (unit === 0x7b) {
        stack[depth++] = next;
        this.#opens[next++] = at;
      } else if (unit === 0x7d && depth > 0) this.#closes[stack[--depth]!] = at;
    }
  }

  /** Returns the place of the "}" that closes the "{" at `open`; -1 where there is none. */
  findClose(open: number): number {
    const opens = this.#opens;
    if (opens[this.#last] !== open) {
      let low = 0;
      let high = opens.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (opens[middle]! < open) low = middle + 1;
        else high = middle;
      }
      this.#last = low;
    }
    const close = this.#closes[this.#last] ?? 0;
    return opens[this.#last] === open && close > 0 ? close : -1;
  }
}
