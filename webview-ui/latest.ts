/** Of several questions about the same thing only the last one counts. */
export class Latest {
  #controller: AbortController | undefined;

  /** Begins a question: the one before is aborted, and so is its signal. */
  begin(): AbortSignal {
    this.#controller?.abort();
    this.#controller = new AbortController();
    return this.#controller.signal;
  }

  /** Gives up the question that is under way. */
  cancel(): void {
    this.#controller?.abort();
    this.#controller = undefined;
  }
}
