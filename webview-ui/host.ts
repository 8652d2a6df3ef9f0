/** The seam between the page and whoever shows it. */
import type { Transport } from "../src/protocol/channel.ts";
import type { PageEnvelope } from "../src/protocol/pageMessages.ts";

/** What the page needs of its surroundings. */
export interface Host {
  postMessage(message: PageEnvelope): void;
  onMessage(listener: (data: unknown) => void): void;
  /** What `setState` stored last; survives reloads. */
  getState(): unknown;
  setState(state: object): void;
}

/** The functions that VS Code gives to a webview. */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The editor as host; VS Code allows one call in the life of a page. */
export function editorHost(): Host {
  const api = acquireVsCodeApi();
  return {
    postMessage: (message) => api.postMessage(message),
    onMessage: (listener) =>
      window.addEventListener("message", (event: MessageEvent<unknown>) => listener(event.data)),
    getState: () => api.getState(),
    setState: (state) => api.setState(state),
  };
}

/** Carries the channel's messages through the host; messages of another life of the page are dropped. */
export function hostTransport(host: Host, life: string): Transport {
  let receiver: (message: object) => void = () => undefined;
  host.onMessage((data) => {
    if (isEnvelope(data) && data.life === life) receiver(data.message);
  });
  return {
    send: async (message) => host.postMessage({ life, message }),
    receive: (listener) => {
      receiver = listener;
    },
  };
}

function isEnvelope(data: unknown): data is PageEnvelope {
  return (
    typeof data === "object" &&
    data !== null &&
    "life" in data &&
    "message" in data &&
    typeof data.message === "object" &&
    data.message !== null
  );
}
