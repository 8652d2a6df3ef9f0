// A VS Code with the packed extension in it: the server, a headless browser, and windows that a test drives.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { vi } from "vitest";
import { launchBrowser } from "../../scripts/browser.mjs";
import { ROOT } from "../../scripts/processes.mjs";
import { descendants, startServer, type Server } from "../../scripts/serverProcess.mjs";
import { Workbench } from "./workbench.ts";

/** The color themes that pictures are taken in. */
const THEMES = {
  light: { name: "Default Light Modern", cssClass: "vs" },
  dark: { name: "Default Dark Modern", cssClass: "vs-dark" },
  highContrast: { name: "Default High Contrast", cssClass: "hc-black" },
  highContrastLight: { name: "Default High Contrast Light", cssClass: "hc-light" },
} as const;

/** Name of a color theme. */
export type Theme = keyof typeof THEMES;

/** What a test may choose about a VS Code before it starts. */
export interface VSCodeOptions {
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment variables that the extension host inherits. */
  readonly env?: Readonly<Record<string, string>>;
  readonly theme?: Theme;
}

/** What a test may choose about a window. */
export interface WindowOptions {
  /** Default 1280 x 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/**
 * Starts VS Code's server with the packed extension installed, and a browser.
 *
 * The package is the one that WORDFIELD_VSIX names, or the one for this machine in out/. Call `stop()` in `afterAll`.
 *
 * Errors: throws where no package has been built.
 */
export async function startVSCode(options: VSCodeOptions = {}): Promise<VSCode> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), "wordfield-e2e-"));
  try {
    const server = await startServer({
      vsix: packagePath(),
      dataFolder,
      settings: settingsOf(options),
      env: { ...options.env },
    });
    try {
      return new VSCode(server, await launchBrowser(), options);
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    removeFolder(dataFolder);
    throw error;
  }
}

/** A running VS Code server with its browser: the windows share one profile, as those of a desktop VS Code do. */
export class VSCode {
  #server: Server;
  #settings: Record<string, unknown>;
  #context: BrowserContext | undefined;
  readonly #browser: Browser;
  readonly #options: VSCodeOptions;

  constructor(server: Server, browser: Browser, options: VSCodeOptions) {
    this.#server = server;
    this.#browser = browser;
    this.#options = options;
    this.#settings = settingsOf(options);
  }

  /** The folder with settings, extensions and the extension's storage. */
  get dataFolder(): string {
    return this.#server.dataFolder;
  }

  /** The folder that the extension knows as its global storage. */
  get globalStorage(): string {
    return path.join(this.dataFolder, "data/User/globalStorage/wordfield.wordfield");
  }

  /** Opens a window on a folder (absolute path) and waits until the workbench shows. */
  async open(folder: string, { viewport }: WindowOptions = {}): Promise<Workbench> {
    this.#context ??= await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await this.#context.newPage();
    if (viewport) await page.setViewportSize(viewport);
    await page.goto(this.#server.address({ folder }));
    const workbench = new Workbench(page);
    await workbench.waitUntilShown();
    return workbench;
  }

  /** Changes user settings of all windows, at once in effect; `undefined` takes one back. */
  changeSettings(changes: Readonly<Record<string, unknown>>): void {
    this.#settings = { ...this.#settings, ...changes };
    this.#server.writeSettings(this.#settings);
  }

  /** Switches the color theme and waits until the window shows it. */
  async setTheme(theme: Theme, workbench: Workbench): Promise<void> {
    const shown = workbench.page.locator(`.monaco-workbench.${THEMES[theme].cssClass}`);
    // VS Code does not always notice a change of the file that follows close on another.
    await vi.waitFor(
      () => {
        this.changeSettings({ "workbench.colorTheme": THEMES[theme].name });
        return shown.waitFor({ timeout: 5_000 });
      },
      { timeout: 40_000 },
    );
  }

  /** Closes all windows and starts the server again on the same data and the same port, as quitting and reopening does. */
  async restart(): Promise<void> {
    const pages = this.#context?.pages() ?? [];
    await Promise.all(
      pages.map(async (page) => {
        await new Workbench(page).leave();
        await page.close();
      }),
    );
    await this.#server.stop();
    this.#server = await startServer({
      dataFolder: this.dataFolder,
      vsix: packagePath(),
      port: this.#server.port,
      env: { ...this.#options.env },
    });
  }

  /** Process ids of the forked programs with this file name that run below extension hosts, for example `engine.process.js`. */
  forkedProcesses(fileName: string): number[] {
    return descendants(this.#server.pid)
      .filter(({ command }) => command.includes(fileName))
      .map(({ pid }) => pid);
  }

  /** Waits until so many programs with this file name run, and gives their process ids. */
  async waitForForkedProcesses(fileName: string, count: number): Promise<number[]> {
    const end = Date.now() + 30_000;
    for (;;) {
      const found = this.forkedProcesses(fileName);
      if (found.length === count) return found;
      if (Date.now() > end)
        throw new Error(`${found.length} processes run ${fileName}, expected ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Takes pictures of all windows, as out/screenshots/NAME-1.png and so on, and prints what they show: for a test that failed. */
  async recordFailure(name: string): Promise<void> {
    for (const [i, page] of (this.#context?.pages() ?? []).entries()) {
      const workbench = new Workbench(page);
      await workbench.screenshot(`failed ${name}-${i + 1}`);
      console.log(`failed ${name}, window ${i + 1}: ${await workbench.describe()}`);
    }
  }

  /** What the server has printed: worth a look when a test fails. */
  log(): string {
    return this.#server.log();
  }

  /** Ends the browser and the server and removes the data folder. */
  async stop(): Promise<void> {
    await this.#browser.close(); // first: a connected browser keeps extension hosts alive
    await this.#server.stop();
    removeFolder(this.dataFolder);
  }
}

function settingsOf({ settings, theme = "light" }: VSCodeOptions): Record<string, unknown> {
  return { "workbench.colorTheme": THEMES[theme].name, ...settings };
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
}

/** Gives the packed extension: the one that WORDFIELD_VSIX names, else the newest in out/. */
export function packagePath(): string {
  const named = process.env["WORDFIELD_VSIX"];
  if (named) return named;
  const folder = path.join(ROOT, "out");
  const packages = existsSync(folder) ? readdirSync(folder).filter((f) => f.endsWith(".vsix")) : [];
  const own = `wordfield-${process.platform}-${process.arch}.vsix`;
  const packed = packages.find((name) => name === own) ?? packages[0];
  if (!packed) throw new Error("There is no packed extension in out/: run npm run package first.");
  return path.join(folder, packed);
}
