/** What went wrong, for code to switch on; the message is for people. */
export type ErrorCode =
  | "bad-input"
  | "bad-format"
  | "corpus-too-small"
  | "file-unreadable"
  | "file-unwritable"
  | "model-missing"
  | "out-of-memory"
  | "engine-lost"
  | "encoder-lost"
  | "encoder-unavailable"
  | "network"
  | "offline"
  | "canceled"
  | "internal";

/**
 * The one error class that crosses a border of processes.
 *
 * The message is a sentence for the user, with place, value and remedy. Programmers' errors are plain `Error`s and
 * arrive on the other side as `internal`.
 */
export class WordfieldError extends Error {
  override readonly name = "WordfieldError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** Turns anything thrown into a `WordfieldError`, keeping what already is one. */
export function toWordfieldError(thrown: unknown): WordfieldError {
  if (thrown instanceof WordfieldError) return thrown;
  if (thrown instanceof Error)
    return new WordfieldError(
      thrown.name === "AbortError" ? "canceled" : "internal",
      thrown.message,
      {
        cause: thrown,
      },
    );
  return new WordfieldError("internal", String(thrown));
}

/** Throws `canceled` where a signal has been aborted. */
export function throwIfCanceled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new WordfieldError("canceled", "Canceled.");
}
