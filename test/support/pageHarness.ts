// The built page in a real browser, with a host of our own that answers from the real engine.
import { randomUUID } from "node:crypto";
import { copyFile, mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import "vscode-jsonrpc/node";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import type { WordfieldError } from "../../src/errors.ts";
import type { Emit, Handlers } from "../../src/protocol/channel.ts";
import type { EngineEvents } from "../../src/protocol/engineMessages.ts";
import type { ProjectionSnapshot } from "../../src/protocol/mapMessages.ts";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import type { PageRequests, PanelState } from "../../src/protocol/pageMessages.ts";
import { parsePageRequest } from "../../src/protocol/pageSchemas.ts";
import { createContextAnswers } from "../../src/vscode/panel/contextAnswers.ts";
import { WebviewChannel } from "../../src/vscode/panel/webviewChannel.ts";
import { launchBrowser } from "../../scripts/browser.mjs";
import { prepareSampleWorkspace } from "../../scripts/sampleWorkspace.mjs";
import { builtPaths } from "./builtEntries.ts";
import { buildPage, servePage } from "./pageServer.ts";
import type { ThemeName } from "./vscodeThemes.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const MODEL = join(ROOT, "out/page-model/sotu.safetensors");

/** Stands in for the extension host: its channel and its checks are the real ones, its answers come from the engine. */
class TestHost {
  /** What the page asked, in order. */
  readonly asked: { readonly method: string; readonly params: object }[] = [];
  state: PanelState;
  /** What stands for the editor's selection. */
  selection: PageRequests["readSelection"]["result"]["selection"] = null;
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
    this.#replaced.set(method, answer as (params: object) => unknown);
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
            ...{ sample: 400, senses, examples: 400, sources: sampleSources() },
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

/** A page that is open, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  readonly host: TestHost;
  /** Errors and warnings of the console, violations of the policy among them. */
  readonly complaints: string[];
}

/** How a page is opened. */
export interface PageOptions {
  readonly theme?: ThemeName;
  /** Language of VS Code, such as zh-cn. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  readonly pixelRatio?: number;
  readonly reducedMotion?: "reduce" | "no-preference";
  /** Changes what the host says first. */
  readonly state?: Partial<PanelState>;
  /** Another model than that of the sample; see `PageHarness.groundedModel`. */
  readonly model?: ModelDescription;
  readonly prepare?: (host: TestHost) => void;
}

/** Everything that the tests of the page share. */
export class PageHarness {
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #engine: Engine;
  readonly #contexts: BrowserContext[] = [];
  /** The hosts of the open pages. */
  readonly #hosts: Set<TestHost>;
  /** The state of a host with a model and nothing else going on. */
  readonly ready: PanelState;

  private constructor(
    browser: Browser,
    server: Server,
    engine: Engine,
    ready: PanelState,
    hosts: Set<TestHost>,
  ) {
    this.#hosts = hosts;
    this.#browser = browser;
    this.#server = server;
    this.#engine = engine;
    this.ready = ready;
  }

  /** Builds the page, trains the model where there is none yet, and starts server and browser. */
  static async start(): Promise<PageHarness> {
    const { folder } = await builtPaths();
    const log = () => undefined;
    const hosts = new Set<TestHost>();
    const emit: Emit<EngineEvents> = (name, snapshot) => {
      if (name !== "projectionChanged") return;
      for (const host of hosts) host.projectionChanged(snapshot as ProjectionSnapshot);
    };
    const engine = createEngine({ folder, emit, log, keepsIndexes: true });
    const [, server, browser, model] = await Promise.all([
      buildPage(),
      servePage(),
      launchBrowser(),
      sampleModel(engine),
    ]);
    // Computed once and kept beside the model: no test waits for it again.
    await engine.calls.projectMap({
      runId: "page",
      modelPath: model.path,
      settings: { method: "umap", dimensions: 2, count: 4000, seed: 1 },
    });
    const ready: PanelState = {
      model: { kind: "ready", model },
      modelNames: [
        { path: model.path, name: model.name },
        { path: join(dirname(model.path), "letters.safetensors"), name: "letters" },
      ],
      training: null,
      request: null,
      following: false,
    };
    return new PageHarness(browser, server, engine, ready, hosts);
  }

  /** Opens a page in a context of its own. */
  async open(options: PageOptions = {}): Promise<OpenPage> {
    const context = await this.#browser.newContext({
      viewport: { width: options.width ?? 1200, height: options.height ?? 800 },
      deviceScaleFactor: options.pixelRatio ?? 1,
      reducedMotion: options.reducedMotion ?? "reduce",
    });
    this.#contexts.push(context);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    const model = options.model ?? this.model;
    const host = new TestHost(this.#engine, model.path, {
      ...this.ready,
      model: { kind: "ready", model },
      ...options.state,
    });
    this.#hosts.add(host);
    options.prepare?.(host);
    await host.attach(page);
    const { port } = this.#server.address() as AddressInfo;
    const { theme = "dark", language = "en" } = options;
    await page.goto(`http://127.0.0.1:${port}/?theme=${theme}&language=${language}`);
    return { page, host, complaints };
  }

  /** The model of the sample. */
  get model(): ModelDescription {
    if (this.ready.model.kind !== "ready") throw new Error("The harness has no model.");
    return this.ready.model.model;
  }

  /** The model of the sample with the bundled encoder's general meaning; grounded once, then kept. */
  async groundedModel(): Promise<ModelDescription> {
    const modelPath = MODEL.replace("sotu.", "sotu-general.");
    const known = await this.#engine.calls.describeModel({ modelPath }).catch(() => null); // not grounded yet
    if (known?.model.encoder !== undefined) return known.model;
    await copyFile(this.model.path, modelPath);
    const { model } = await this.#engine.calls.groundModel({
      runId: "page-ground",
      modelPath,
      choice: { folder: null },
      cacheFolder: null,
    });
    return model;
  }

  /** Closes the pages that are open. */
  async closePages(): Promise<void> {
    this.#hosts.clear();
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    await this.#engine.close();
  }
}

function sampleSources() {
  return {
    paths: [prepareSampleWorkspace()],
    exclude: ["**/*.md"],
    useIgnoreFiles: false,
    maximumFileBytes: 1e8,
    documents: [],
  };
}

/** A small model of the sample workspace; trained once, then kept. */
async function sampleModel(engine: Engine) {
  const known = await engine.calls.describeModel({ modelPath: MODEL }).catch(() => null); // not trained yet
  if (known) return known.model;
  await mkdir(dirname(MODEL), { recursive: true });
  const { model } = await engine.calls.trainModel({
    runId: "page",
    sources: sampleSources(),
    tokenizer: "words",
    options: { dimension: 64, epochs: 4, seed: 1 },
    modelPath: MODEL,
  });
  return model;
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
