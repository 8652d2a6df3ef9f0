/** Typed calls and events over one vscode-jsonrpc connection, and what that library leaves open at its borders. */
import {
  CancellationTokenSource,
  createMessageConnection,
  ResponseError,
  type CancellationToken,
  type DataCallback,
  type Disposable,
  type Message,
  type MessageReader,
  type MessageWriter,
} from "vscode-jsonrpc";
import { toWordfieldError, WordfieldError, type ErrorCode } from "../errors.ts";

/** The shape that every contract has: method name → parameters and result, both plain data. */
export type Contract<C> = { [M in keyof C]: { params: object; result: unknown } };

/** The caller's side of a contract. */
export type Calls<C extends Contract<C>> = {
  readonly [M in keyof C]: (
    params: C[M]["params"],
    signal?: AbortSignal,
  ) => Promise<C[M]["result"]>;
};

/** The answering side of a contract; every handler gets a signal that is aborted when the caller gives up or is gone. */
export type Handlers<C extends Contract<C>> = {
  readonly [M in keyof C]: (params: C[M]["params"], signal: AbortSignal) => Promise<C[M]["result"]>;
};

/** Sends one event; each event is a complete snapshot of its subject. */
export type Emit<E> = <N extends keyof E & string>(name: N, snapshot: E[N]) => void;

/** Listeners for the events of the other side. */
export type Listeners<E> = { readonly [N in keyof E]?: (snapshot: E[N]) => void };

/** Carries messages between two processes, in order. */
export interface Transport {
  /** Sends one message; resolves when it is handed over. */
  send(message: object): Promise<void>;
  /** Names the one receiver of incoming messages. */
  receive(listener: (message: object) => void): void;
}

/** What one end of a channel serves, hears and calls. */
export interface ChannelOptions<
  Served extends Contract<Served>,
  Called extends Contract<Called>,
  Heard,
> {
  readonly handlers: Handlers<Served>;
  readonly listeners: Listeners<Heard>;
  /** The methods of the other side: lists them, so that `calls` is a plain object. */
  readonly methods: readonly (keyof Called & string)[];
  /** Hears what goes wrong beside any call, for the log. */
  readonly onError: (error: Error) => void;
}

/** One end of an open channel. */
export interface Channel<Called extends Contract<Called>, Emitted> {
  readonly calls: Calls<Called>;
  readonly emit: Emit<Emitted>;
  /** Ends the channel: pending calls reject with `lost`, running handlers are aborted. */
  close(lost: WordfieldError): void;
}

/**
 * Opens one end of a channel.
 *
 * Errors: a call rejects with the other side's `WordfieldError`, or with the one given to `close`.
 */
export function openChannel<
  Served extends Contract<Served>,
  Called extends Contract<Called>,
  Heard,
  Emitted,
>(transport: Transport, options: ChannelOptions<Served, Called, Heard>): Channel<Called, Emitted> {
  const connection = createMessageConnection(
    new TransportReader(transport),
    new TransportWriter(transport),
  );
  const running = new Set<AbortController>();
  const pending = new Set<(lost: WordfieldError) => void>();
  let lost: WordfieldError | undefined;

  for (const [method, handler] of Object.entries(options.handlers) as [
    string,
    (params: object, signal: AbortSignal) => Promise<unknown>,
  ][]) {
    connection.onRequest(method, async (params: object, token: CancellationToken) => {
      const controller = new AbortController();
      running.add(controller);
      token.onCancellationRequested(() => controller.abort());
      if (token.isCancellationRequested) controller.abort();
      try {
        return await handler(params, controller.signal);
      } catch (thrown) {
        throw toResponseError(thrown);
      } finally {
        running.delete(controller);
      }
    });
  }
  for (const [name, listener] of Object.entries(options.listeners))
    connection.onNotification(name, listener as (snapshot: unknown) => void);
  connection.onError(([error]) => options.onError(error));
  connection.onUnhandledNotification(() => undefined); // an event that nobody here listens to
  connection.listen();

  const call = async (method: string, params: object, signal?: AbortSignal): Promise<unknown> => {
    if (lost) throw lost;
    if (signal?.aborted) throw new WordfieldError("canceled", "Canceled.");
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    signal?.addEventListener("abort", cancel, { once: true });
    let reject: (lost: WordfieldError) => void = () => undefined;
    const closed = new Promise<never>((_, fail) => {
      reject = fail;
    });
    pending.add(reject);
    try {
      return await Promise.race([
        connection.sendRequest<unknown>(method, params, source.token),
        closed,
      ]);
    } catch (thrown) {
      throw lost ?? fromResponseError(thrown);
    } finally {
      pending.delete(reject);
      signal?.removeEventListener("abort", cancel);
      source.dispose();
    }
  };

  return {
    calls: Object.fromEntries(
      options.methods.map((method) => [
        method,
        (params: object, signal?: AbortSignal) => call(method, params, signal),
      ]),
    ) as Calls<Called>,
    emit: (name, snapshot) => {
      if (!lost) connection.sendNotification(name, snapshot).catch(options.onError);
    },
    close: (reason) => {
      if (lost) return;
      lost = reason;
      for (const controller of running) controller.abort();
      for (const reject of [...pending]) reject(reason);
      connection.dispose();
    },
  };
}

/** What travels in the `data` of a response error. */
interface ErrorData {
  readonly code: ErrorCode;
  readonly stack?: string;
}

// JSON-RPC leaves -32000 to -32099 to the application; the real code is in `data`.
const APPLICATION_ERROR = -32000;

function toResponseError(thrown: unknown): ResponseError<ErrorData> {
  const error = toWordfieldError(thrown);
  const cause = error.cause instanceof Error ? error.cause : error;
  return new ResponseError<ErrorData>(APPLICATION_ERROR, error.message, {
    code: error.code,
    ...(cause.stack === undefined ? {} : { stack: cause.stack }),
  });
}

function fromResponseError(thrown: unknown): WordfieldError {
  if (thrown instanceof ResponseError) {
    const data = thrown.data as ErrorData | undefined;
    const error = new WordfieldError(data?.code ?? "internal", thrown.message);
    if (data?.stack !== undefined) error.stack = data.stack;
    return error;
  }
  return toWordfieldError(thrown);
}

const NEVER_DISPOSED: Disposable = { dispose: () => undefined };
const noEvent = (): Disposable => NEVER_DISPOSED;

/** A transport's incoming half; the library never learns of its end, which is why `close` rejects what is pending. */
class TransportReader implements MessageReader {
  readonly onError = noEvent;
  readonly onClose = noEvent;
  readonly onPartialMessage = noEvent;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  listen(callback: DataCallback): Disposable {
    this.#transport.receive((message) => callback(message as Message));
    return { dispose: () => this.#transport.receive(() => undefined) };
  }

  dispose(): void {
    this.#transport.receive(() => undefined);
  }
}

/** A transport's outgoing half. */
class TransportWriter implements MessageWriter {
  readonly onError = noEvent;
  readonly onClose = noEvent;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  write(message: Message): Promise<void> {
    return this.#transport.send(message);
  }

  end(): void {
    // The transport belongs to whoever opened the channel.
  }

  dispose(): void {
    // As above.
  }
}
