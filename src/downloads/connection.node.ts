/** Asks servers over HTTPS; the only code of Wordfield that opens a socket to another machine. */
import { WordfieldError } from "../errors.ts";

/** Whether, and to whom, questions may go. */
export interface Connection {
  /**
   * Asks for what lies at an address, from the byte `from` on, and follows the server to others.
   *
   * Errors: `offline`; `network` where nobody answers, or the answer is no success; `canceled`.
   */
  open(
    address: URL,
    options: { readonly what: string; readonly from?: number },
    signal: AbortSignal | undefined,
  ): Promise<Response>;
  /** Reads a short JSON document. Errors: those of `open`; `bad-format`. */
  readJson(
    address: URL,
    options: { readonly what: string },
    signal: AbortSignal | undefined,
  ): Promise<unknown>;
}

const MOST_REDIRECTIONS = 5;
const LARGEST_JSON_BYTES = 8 * 1024 * 1024;
const ANSWER_MS = 30_000;
/** An answer that stalls for so long has ended. */
export const STALL_MS = 30_000;

/** Makes a connection; offline it refuses in words before any socket is opened. */
export function createConnection(isOffline: boolean): Connection {
  const open: Connection["open"] = async (address, { what, from = 0 }, signal) => {
    if (isOffline || process.env["WORDFIELD_OFFLINE"] === "1")
      throw new WordfieldError(
        "offline",
        `${address.host} was not asked for ${what}: Wordfield is set to work offline. Turn the setting wordfield.offline off, and the environment variable WORDFIELD_OFFLINE.`,
      );
    requireSafe(address, undefined);
    let current = address;
    for (let count = 0; count <= MOST_REDIRECTIONS; count++) {
      const response = await ask(current, from, signal);
      const target = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || target === null) {
        if (response.ok) return response;
        await response.body?.cancel();
        throw new WordfieldError("network", refusal(response.status, current, what));
      }
      await response.body?.cancel();
      const next = parseTarget(target, current);
      requireSafe(next, current);
      current = next;
    }
    throw new WordfieldError(
      "network",
      `${address.host} sends us on more than ${MOST_REDIRECTIONS} times for ${what}. Try again later.`,
    );
  };
  return {
    open,
    readJson: async (address, options, signal) => {
      const response = await open(address, options, signal);
      const text = await readText(response, address, signal);
      try {
        return JSON.parse(text) as unknown;
      } catch (cause) {
        throw new WordfieldError(
          "bad-format",
          `${address.host} answered no JSON about ${options.what}. A proxy or a login page may be in between.`,
          { cause },
        );
      }
    },
  };
}

/** Says in words what kept a server from answering. */
export function toNetworkError(thrown: unknown, host: string, signal: AbortSignal | undefined) {
  if (signal?.aborted) return new WordfieldError("canceled", "Canceled.");
  if (thrown instanceof WordfieldError) return thrown;
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const { code, message } =
    cause instanceof Error
      ? (cause as NodeJS.ErrnoException)
      : { code: undefined, message: String(cause) };
  const reason =
    thrown instanceof Error && thrown.name === "TimeoutError"
      ? `no answer within ${ANSWER_MS / 1000} s`
      : (code ?? message);
  return new WordfieldError(
    "network",
    `${host} could not be reached (${reason}). Check the connection, or put the files into a folder by hand.`,
    { cause: thrown },
  );
}

async function ask(address: URL, from: number, signal: AbortSignal | undefined): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException("too late", "TimeoutError")),
    ANSWER_MS,
  );
  try {
    return await fetch(address, {
      redirect: "manual", // each further address is checked
      signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
      headers: {
        "user-agent": "wordfield",
        "accept-encoding": "identity", // sizes and ranges are those of the file
        ...(from > 0 ? { range: `bytes=${from}-` } : {}),
      },
    });
  } catch (thrown) {
    throw toNetworkError(thrown, address.host, signal);
  } finally {
    clearTimeout(timer); // the body may take as long as it likes, as long as it comes
  }
}

function parseTarget(target: string, from: URL): URL {
  try {
    return new URL(target, from);
  } catch (cause) {
    throw new WordfieldError(
      "network",
      `${from.host} sends us on to "${target.slice(0, 100)}", which is no address. Try again later.`,
      { cause },
    );
  }
}

/** Unencrypted answers are taken from this machine alone, where tests and mirrors are, and never after encrypted ones. */
function requireSafe(address: URL, from: URL | undefined): void {
  if (address.protocol === "https:") return;
  const isLocal = ["127.0.0.1", "[::1]", "localhost"].includes(address.hostname);
  if (address.protocol === "http:" && isLocal && from?.protocol !== "https:") return;
  throw new WordfieldError(
    "network",
    from
      ? `${from.host} sends us on to ${address.protocol}//${address.host}, which is not encrypted. Nothing was taken from there.`
      : `${address.protocol}//${address.host} is not encrypted. Give an address that begins with https://.`,
  );
}

function refusal(status: number, { host }: URL, what: string): string {
  if (status === 401 || status === 403)
    return `${host} gives ${what} only to those who log in (${status}), or it does not exist. Check the name, or fetch it by hand into a folder.`;
  if (status === 404 || status === 410)
    return `${host} has no ${what} (${status}). Check the name.`;
  if (status === 429)
    return `${host} was asked too often (${status}) to give ${what}. Wait a few minutes.`;
  return `${host} answered ${status} instead of ${what}. Try again later.`;
}

async function readText(
  response: Response,
  { host }: URL,
  signal: AbortSignal | undefined,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  const stalled = setTimeout(() => void response.body?.cancel().catch(() => undefined), STALL_MS);
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > LARGEST_JSON_BYTES)
        throw new WordfieldError(
          "bad-format",
          `${host} answers with more than ${LARGEST_JSON_BYTES / 1024 / 1024} MB where a short list belongs. It is not read.`,
        );
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (thrown) {
    throw toNetworkError(thrown, host, signal);
  } finally {
    clearTimeout(stalled);
  }
  return text + decoder.decode();
}
