import { safeParse } from "valibot";
import { WordfieldError } from "../../errors.ts";
import { openChannel, type Channel, type Handlers } from "../../protocol/channel.ts";
import type { PageEnvelope, PageEvents, PageRequests } from "../../protocol/pageMessages.ts";
import { envelopeSchema } from "../../protocol/pageSchemas.ts";

type NoCalls = Record<never, never>;

/** The part of a webview that carries messages. */
export interface PagePort {
  postMessage(message: unknown): Thenable<boolean>;
  onDidReceiveMessage(listener: (message: unknown) => void): { dispose(): unknown };
}

/**
 * Serves the lives of one page, one after the other.
 *
 * Whenever the webview is hidden its page ends, and a new one begins when it is shown: with a new id, and with requests
 * counted from 0 again. So each life gets a channel of its own, and what belongs to an earlier one goes nowhere.
 */
export class WebviewChannel {
  readonly #port: PagePort;
  readonly #handlers: Handlers<PageRequests>;
  readonly #onError: (error: Error) => void;
  readonly #listening: { dispose(): unknown };
  #life: string | undefined;
  #channel: Channel<NoCalls, PageEvents> | undefined;
  #receive: (message: object) => void = () => undefined;

  constructor(port: PagePort, handlers: Handlers<PageRequests>, onError: (error: Error) => void) {
    this.#port = port;
    this.#handlers = handlers;
    this.#onError = onError;
    this.#listening = port.onDidReceiveMessage((message) => this.#take(message));
  }

  /** Sends an event to the page that is alive; there may be none. */
  emit<N extends keyof PageEvents>(name: N, snapshot: PageEvents[N]): void {
    this.#channel?.emit(name, snapshot);
  }

  /** Ends the channel: what the page still waits for is aborted. */
  close(): void {
    this.#listening.dispose();
    this.#channel?.close(new WordfieldError("canceled", "The panel was closed."));
    this.#channel = undefined;
  }

  #take(raw: unknown): void {
    const parsed = safeParse(envelopeSchema, raw);
    if (!parsed.success) {
      this.#onError(new Error(`A message of the panel was refused: ${parsed.issues[0].message}`));
      return;
    }
    const { life, message } = parsed.output;
    if (life !== this.#life) this.#begin(life);
    this.#receive(message);
  }

  #begin(life: string): void {
    this.#channel?.close(new WordfieldError("canceled", "The panel was hidden or loaded again."));
    this.#life = life;
    this.#channel = openChannel<PageRequests, NoCalls, NoCalls, PageEvents>(
      {
        send: async (message) => {
          if (life !== this.#life) return;
          const envelope: PageEnvelope = { life, message };
          await this.#port.postMessage(envelope);
        },
        receive: (listener) => {
          // The channel of an earlier life unsubscribes when it is closed, which must not deafen this one.
          if (life === this.#life) this.#receive = listener;
        },
      },
      { handlers: this.#handlers, listeners: {}, methods: [], onError: this.#onError },
    );
  }
}
