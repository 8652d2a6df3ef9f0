// The built page in a real browser, with a host of our own that answers from the real engine.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { createEngine, type Engine } from "../../src/engine/engine.ts";
import type { Emit } from "../../src/protocol/channel.ts";
import type { EngineEvents } from "../../src/protocol/engineMessages.ts";
import type { ProjectionSnapshot } from "../../src/protocol/mapMessages.ts";
import type { ModelDescription } from "../../src/protocol/modelMessages.ts";
import type { PanelState } from "../../src/protocol/pageMessages.ts";
import { launchBrowser } from "../../scripts/browser.mjs";
import { builtPaths } from "./builtEntries.ts";
import { TestHost } from "./pageHost.ts";
import { groundedModel, laterModel, sampleModel, untrainedModel } from "./pageModels.ts";
import { servePage } from "./pageServer.ts";
import type { ThemeName } from "./vscodeThemes.ts";

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

  /** Starts server and browser for what `preparePages` has made. */
  static async start(): Promise<PageHarness> {
    const { folder } = await builtPaths();
    const log = () => undefined;
    const hosts = new Set<TestHost>();
    const emit: Emit<EngineEvents> = (name, snapshot) => {
      if (name !== "projectionChanged") return;
      for (const host of hosts) host.projectionChanged(snapshot as ProjectionSnapshot);
    };
    const engine = createEngine({ folder, emit, log, keepsIndexes: true });
    const [server, browser, model] = await Promise.all([
      servePage(),
      launchBrowser(),
      sampleModel(engine),
    ]);
    const ready: PanelState = {
      model: { kind: "ready", model },
      modelNames: [
        { path: model.path, name: model.name, stamp: "1" },
        { path: join(dirname(model.path), "letters.safetensors"), name: "letters", stamp: "1" },
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
  groundedModel(): Promise<ModelDescription> {
    return groundedModel(this.#engine, this.model);
  }

  /** The words of the sample that nobody has trained on; made once, then kept. */
  untrainedModel(): Promise<ModelDescription> {
    return untrainedModel(this.#engine, this.model);
  }

  /** A model of the speeches since 1950; trained once, then kept. */
  laterModel(): Promise<ModelDescription> {
    return laterModel(this.#engine);
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
