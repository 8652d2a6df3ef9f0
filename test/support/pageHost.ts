// Stands in for the extension host, beside a page in a browser.
import { randomUUID } from "node:crypto";
import { createCompareAnswers } from "../../src/vscode/panel/compareAnswers.ts";
import { createContextAnswers } from "../../src/vscode/panel/contextAnswers.ts";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import "vscode-jsonrpc/node";
import type { Engine } from "../../src/engine/engine.ts";
import type { WordfieldError } from "../../src/errors.ts";
import type { Handlers } from "../../src/protocol/channel.ts";
import type { ProjectionSnapshot } from "../../src/protocol/mapMessages.ts";
import type { PageRequests, PanelState } from "../../src/protocol/pageMessages.ts";
import { parsePageRequest } from "../../src/protocol/pageSchemas.ts";
import { sampleSources } from "./pageModels.ts";
import { WebviewChannel } from "../../src/vscode/panel/webviewChannel.ts";

/** Stands in for the extension host: its channel and its checks are the real ones, its answers come from the engine. */
export class TestHost {
  /** What the page asked, in order. */
  readonly asked: { readonly method: string; readonly params: object }[] = [];
  state: PanelState;
  /** What stands for the editor's selection. */
  selection: PageRequests["readSelection"]["result"]["selection"] = null;
  /** The table that a user would choose to color the map by; null for one who thinks better of it. */
  table: string | null = null;
  /** The views that were kept, by the names that the page suggests. */
  readonly views = new Map<string, string>();
  survey: PageRequests["surveyWorkspace"]["result"] = { files: 0, bytes: 0, seconds: 0 };
  readonly #replaced = new Map<string, (params: object) => unknown>();
  readonly #gates = new Map<string, Promise<unknown>>();
  #channel: WebviewChannel | undefined;
  readonly #engine: Engine;
  readonly #modelPath: string;

  constructor(engine: Engine, modelPath: string, state: PanelState) {
    this.#engine = engine;
    this.#modelPath = modelPath;
    this.state = state;
  }

  /** Answers a method by what a function says, as a model would that nobody has at hand. */
  replace<M extends keyof PageRequests>(
    method: M,
    answer: (params: PageRequests[M]["params"]) => PageRequests[M]["result"],
  ): void {
    this.#replaced.set(method, answer);
  }

  /** Serves a page from now on. */
  async attach(page: Page): Promise<void> {
    let receive: (message: unknown) => void = () => undefined;
    await page.exposeBinding("wordfieldHost", (_, json: string) => receive(JSON.parse(json)));
    await page.addInitScript(installEditorApi);
    this.#channel = new WebviewChannel(
      {
        postMessage: async (message) => {
          // A page that is being left takes nothing more.
          await page.evaluate(deliver, encode(message)).catch(() => undefined);
          return true;
        },
        onDidReceiveMessage: (listener) => {
          receive = listener;
          return { dispose: () => undefined };
        },
      },
      this.#handlers(),
      (error) => {
        throw error;
      },
    );
  }

  /** Changes the state and tells the page. */
  change(state: Partial<PanelState>): void {
    this.state = { ...this.state, ...state };
    this.#channel?.emit("stateChanged", this.state);
  }

  /** Tells the page how a projection gets on, as the panel does. */
  projectionChanged(snapshot: ProjectionSnapshot): void {
    this.#channel?.emit("projectionChanged", snapshot);
  }

  /**
   * Holds back the answers to a method, or to one word asked of it, until the returned function is called.
   *
   * An error given to that function is the answer instead.
   */
  hold(method: keyof PageRequests, word?: string): (error?: WordfieldError) => void {
    const key = word === undefined ? method : `${method} ${word}`;
    let release: (error?: WordfieldError) => void = () => undefined;
    this.#gates.set(
      key,
      new Promise<void>((resolve, reject) => {
        release = (error) => {
          this.#gates.delete(key);
          if (error) reject(error);
          else resolve();
        };
      }),
    );
    return release;
  }

  /** How often a method was called with these parameters. */
  count(method: keyof PageRequests, params: object = {}): number {
    const wanted = Object.entries(params);
    return this.asked.filter(
      (call) =>
        call.method === method &&
        wanted.every(([key, value]) => (call.params as Record<string, unknown>)[key] === value),
    ).length;
  }

  #handlers(): Handlers<PageRequests> {
    const { calls } = this.#engine;
    const modelPath = this.#modelPath;
    const checked =
      <M extends keyof PageRequests>(
        method: M,
        answer: (
          params: PageRequests[M]["params"],
          signal: AbortSignal,
        ) => Promise<PageRequests[M]["result"]>,
      ) =>
      async (raw: PageRequests[M]["params"], signal: AbortSignal) => {
        const params = parsePageRequest(method, raw);
        this.asked.push({ method, params });
        const word = "word" in params ? params.word : "text" in params ? params.text : "";
        await this.#gates.get(method);
        await this.#gates.get(`${method} ${word}`);
        const replaced = this.#replaced.get(method);
        return replaced ? (replaced(params) as PageRequests[M]["result"]) : answer(params, signal);
      };
    const answers = createContextAnswers({
      calls,
      modelPath: () => (this.state.model.kind === "ready" ? modelPath : null),
      choice: () => ({ folder: null }),
      cacheFolder: join(dirname(modelPath), "words"),
      nextRunId: () => randomUUID(),
      offer: () => undefined,
    });
    const comparing = createCompareAnswers({
      calls,
      isKnown: (path) => this.state.modelNames.some((model) => model.path === path),
      readDocuments: async () => [],
      offer: () => undefined,
    });
    const answered = Object.fromEntries(
      (Object.keys(answers) as (keyof typeof answers)[]).map((method) => [
        method,
        checked(method, answers[method] as never),
      ]),
    ) as unknown as typeof answers;
    return {
      ...answered,
      readSelection: checked("readSelection", async () => ({ selection: this.selection })),
      markStretch: checked("markStretch", async () => ({})),
      copyComparison: checked("copyComparison", async () => ({})),
      findSenses: checked("findSenses", ({ word, senses }, signal) =>
        calls.findSenses(
          {
            ...{ runId: randomUUID(), choice: { folder: null }, word, tokenizer: "words", seed: 1 },
            ...{ sample: 120, senses, examples: 120, sources: sampleSources() },
          },
          signal,
        ),
      ),
      readState: checked("readState", async () => this.state),
      findNeighbors: checked("findNeighbors", (params) =>
        calls.findNeighbors({ ...params, modelPath }),
      ),
      listParts: checked("listParts", () => calls.listParts({ modelPath })),
      solveFormula: checked("solveFormula", (params) =>
        calls.solveFormula({ ...params, modelPath }),
      ),
      compareWordList: checked("compareWordList", (params) =>
        calls.compareWordList({ ...params, modelPath }),
      ),
      explainParts: checked("explainParts", (params) =>
        calls.explainParts({ ...params, modelPath }),
      ),
      copyText: checked("copyText", async () => ({})),
      completeWord: checked("completeWord", (params) =>
        calls.completeWord({ ...params, modelPath }),
      ),
      readMap: checked("readMap", (params) => calls.readMap({ ...params, modelPath })),
      findSimilarities: checked("findSimilarities", (params) =>
        calls.findSimilarities({ ...params, modelPath }),
      ),
      projectMap: checked("projectMap", (params, signal) =>
        calls.projectMap({ ...params, modelPath }, signal),
      ),
      describeWords: checked("describeWords", ({ count, of }, signal) => {
        const source = of === "table" ? ({ of, path: this.table!, column: 1 } as const) : { of };
        return calls.describeWords({ count, source, modelPath }, signal);
      }),
      chooseColumn: checked("chooseColumn", async () => {
        if (this.table === null) return { name: null };
        const { columns } = await calls.listColumns({ path: this.table });
        return { name: columns[0]! };
      }),
      listMovedWords: checked("listMovedWords", comparing.listMovedWords),
      projectModels: checked("projectModels", comparing.projectModels),
      readWordIn: checked("readWordIn", comparing.readWordIn),
      keepView: checked("keepView", async ({ title, view }) => {
        this.views.set(title, view);
        this.change({ views: [...this.views.keys()] });
        return { isKept: true };
      }),
      openView: checked("openView", async ({ name }) => {
        const serial = (this.state.viewRequest?.serial ?? 0) + 1;
        this.change({ viewRequest: { serial, modelPath, view: this.views.get(name)! } });
        return {};
      }),
      saveMap: checked("saveMap", async () => ({ isSaved: true })),
      findOccurrences: checked("findOccurrences", (params) =>
        calls.findOccurrences({ ...params, modelPath, documents: [] }),
      ),
      findSharedContexts: checked("findSharedContexts", (params) =>
        calls.findSharedContexts({ ...params, modelPath, count: 12, lines: 200, documents: [] }),
      ),
      surveyWorkspace: checked("surveyWorkspace", async () => this.survey),
      openPlace: checked("openPlace", async () => ({})),
      runCommand: checked("runCommand", async () => ({})),
      chooseModel: checked("chooseModel", async () => ({})),
    };
  }
}

/** Typed arrays cross a webview's border as such, but JSON does not know them. */
function encode(message: unknown): string {
  return JSON.stringify(message, (_, value: unknown) =>
    ArrayBuffer.isView(value)
      ? {
          $type: value.constructor.name,
          $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"),
        }
      : value,
  );
}

/** Runs in the page: hands a message of the host to whoever listens. */
function deliver(json: string): void {
  const data: unknown = JSON.parse(json, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || !("$bytes" in value)) return value;
    const { $type, $bytes } = value as { $type: string; $bytes: string };
    const { buffer } = Uint8Array.from(atob($bytes), (byte) => byte.charCodeAt(0));
    if ($type === "Float32Array") return new Float32Array(buffer);
    return $type === "Uint16Array" ? new Uint16Array(buffer) : new Uint32Array(buffer);
  });
  window.dispatchEvent(new MessageEvent("message", { data }));
}

/** Runs in the page before its own script: the functions that VS Code gives to a webview. */
function installEditorApi(): void {
  const KEY = "webview-state";
  const host = window as unknown as {
    wordfieldHost: (json: string) => Promise<void>;
    acquireVsCodeApi: () => object;
  };
  host.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => void host.wordfieldHost(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem(KEY) ?? "null") as unknown,
    setState: (state: unknown) => sessionStorage.setItem(KEY, JSON.stringify(state)),
  });
}
