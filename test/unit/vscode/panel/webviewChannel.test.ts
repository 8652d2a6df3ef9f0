import "vscode-jsonrpc/node";
import { describe, expect, it } from "vitest";
import { openChannel, type Channel, type Handlers } from "../../../../src/protocol/channel.ts";
import {
  PAGE_METHODS,
  type PageEvents,
  type PageRequests,
  type PanelState,
} from "../../../../src/protocol/pageMessages.ts";
import { WebviewChannel, type PagePort } from "../../../../src/vscode/panel/webviewChannel.ts";

const state: PanelState = {
  model: { kind: "none" },
  modelNames: [],
  training: null,
  request: null,
  following: false,
};

/** A webview whose page can be loaded again: what is posted reaches the page that is alive. */
class Webview implements PagePort {
  toHost: (message: unknown) => void = () => undefined;
  toPage: (message: unknown) => void = () => undefined;

  async postMessage(message: unknown): Promise<boolean> {
    const copy: unknown = structuredClone(message);
    queueMicrotask(() => this.toPage(copy));
    return true;
  }

  onDidReceiveMessage(listener: (message: unknown) => void) {
    this.toHost = listener;
    return { dispose: () => (this.toHost = () => undefined) };
  }

  load(life: string, heard: PanelState[]): Channel<PageRequests, Record<never, never>> {
    return openChannel<Record<never, never>, PageRequests, PageEvents, Record<never, never>>(
      {
        send: async (message) => this.toHost(structuredClone({ life, message })),
        receive: (listener) => {
          this.toPage = (envelope) => {
            const { life: to, message } = envelope as { life: string; message: object };
            if (to === life) listener(message);
          };
        },
      },
      {
        handlers: {},
        listeners: { stateChanged: (next) => heard.push(next) },
        methods: PAGE_METHODS,
        onError: (error) => {
          throw error;
        },
      },
    );
  }
}

function serve(overrides: Partial<Handlers<PageRequests>> = {}) {
  const errors: Error[] = [];
  const webview = new Webview();
  const unexpected = async () => {
    throw new Error("not asked in this test");
  };
  const handlers = {
    ...(Object.fromEntries(
      PAGE_METHODS.map((method) => [method, unexpected]),
    ) as unknown as Handlers<PageRequests>),
    readState: async () => state,
    ...overrides,
  };
  const channel = new WebviewChannel(webview, handlers, (error) => errors.push(error));
  return { webview, channel, errors };
}

/** Lets queued messages arrive: the connection spreads its work over turns of the event loop. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe("WebviewChannel", () => {
  it("answers the page and sends it events", async () => {
    const { webview, channel } = serve();
    const heard: PanelState[] = [];
    const page = webview.load("a", heard);
    expect(await page.calls.readState({})).toEqual(state);
    channel.emit("stateChanged", state);
    await settle();
    expect(heard).toEqual([state]);
  });

  it("answers the next life of the page, whose requests count from 0 again", async () => {
    const { webview } = serve();
    await webview.load("a", []).calls.readState({});
    expect(await webview.load("b", []).calls.readState({})).toEqual(state);
  });

  it("aborts what an earlier life waits for, and never sends it to a later one", async () => {
    let aborted = false;
    let finish: () => void = () => undefined;
    const { webview } = serve({
      explainParts: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => (aborted = true));
          finish = () => resolve({ parts: [] });
        }),
    });
    void webview.load("a", []).calls.explainParts({ word: "x" });
    await settle();
    const answers: unknown[] = [];
    const page = webview.load("b", []);
    const receive = webview.toPage;
    webview.toPage = (message) => {
      answers.push(message);
      receive(message);
    };
    await page.calls.readState({});
    expect(aborted).toBe(true);
    finish();
    await settle();
    expect(answers).toHaveLength(1);
  });

  it("refuses messages of another form and goes on", async () => {
    const { webview, errors } = serve();
    for (const message of [null, "x", {}, { life: "a" }, { life: 1, message: { jsonrpc: "2.0" } }])
      webview.toHost(message);
    expect(errors).toHaveLength(5);
    expect(await webview.load("a", []).calls.readState({})).toEqual(state);
  });

  it("is silent after it was closed", async () => {
    const { webview, channel } = serve();
    const heard: PanelState[] = [];
    await webview.load("a", heard).calls.readState({});
    channel.close();
    channel.emit("stateChanged", state);
    await settle();
    expect(heard).toEqual([]);
  });
});
