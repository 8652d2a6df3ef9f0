import type { ChildProcess } from "node:child_process";
import { WordfieldError } from "../errors.ts";
import { openChannel, type Calls, type Channel, type Listeners } from "../protocol/channel.ts";
import { type EngineEvents, type EngineRequests } from "../protocol/engineMessages.ts";
import { ENGINE_METHODS } from "../protocol/engineMethods.ts";
import { forkProcess, processTransport } from "../protocol/forkedProcess.node.ts";
import type { Engine } from "./engine.ts";

/** What becomes of the engine process, for people to see. */
export type EngineStatus =
  | { readonly kind: "idle" }
  | { readonly kind: "running" }
  | { readonly kind: "restarted"; readonly crashes: number }
  | { readonly kind: "stopped" };

/** Options of `EngineClient`. */
export interface EngineClientOptions {
  /** Path of dist/engine.process.js. */
  readonly entry: string;
  readonly log: (line: string) => void;
  readonly onStatus: (status: EngineStatus) => void;
  readonly listeners: Listeners<EngineEvents>;
  /** How long to wait after each crash; the first one without a delay is not followed by a new start. */
  readonly restartDelaysMs?: readonly number[];
}

const RESTART_DELAYS_MS = [500, 1_000, 2_000, 4_000];
const CRASH_WINDOW_MS = 3 * 60_000;
type NoCalls = Record<never, never>;

/**
 * The engine in a process of its own.
 *
 * The first call forks it. After a crash, pending calls reject with `engine-lost` and it is started again after 0.5, 1, 2
 * and 4 seconds; a call made meanwhile waits. The fifth crash within three minutes stops that until `restart`. Models are
 * named by path in every request, so a new process needs no reopening: it loads what it is asked for.
 */
export class EngineClient implements Engine {
  readonly calls: Calls<EngineRequests>;
  readonly #options: EngineClientOptions;
  #child: ChildProcess | undefined;
  #channel: Channel<EngineRequests, NoCalls> | undefined;
  #crashTimes: number[] = [];
  #restarting: { readonly done: Promise<void>; readonly abandon: () => void } | undefined;
  #state: "open" | "stopped" | "closed" = "open";

  constructor(options: EngineClientOptions) {
    this.#options = options;
    this.calls = Object.fromEntries(
      ENGINE_METHODS.map((method) => [
        method,
        async (params: never, signal?: AbortSignal) =>
          (await this.#running()).calls[method](params, signal),
      ]),
    ) as unknown as Calls<EngineRequests>;
  }

  /** The running engine's process; undefined while there is none. */
  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Forgets earlier crashes and starts a new process. */
  restart(): void {
    if (this.#state === "closed") return;
    this.#crashTimes = [];
    this.#state = "open";
    this.#restarting?.abandon();
    if (this.#child)
      this.#child.kill("SIGKILL"); // its exit counts as the first crash and starts a new one
    else this.#start();
  }

  /** Ends the process; later calls reject. */
  async close(): Promise<void> {
    this.#state = "closed";
    this.#restarting?.abandon();
    const child = this.#child;
    this.#channel?.close(new WordfieldError("canceled", "The engine was closed."));
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.disconnect(); // the engine exits by itself; the timer is for one that cannot
    const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
    await ended;
    clearTimeout(timer);
  }

  async #running(): Promise<Channel<EngineRequests, NoCalls>> {
    await this.#restarting?.done;
    if (this.#state === "closed") throw new WordfieldError("canceled", "The engine was closed.");
    if (this.#state === "stopped")
      throw new WordfieldError(
        "engine-lost",
        "The engine stopped five times within three minutes and is not started again. See the log, then restart it.",
      );
    return this.#channel ?? this.#start();
  }

  #start(): Channel<EngineRequests, NoCalls> {
    const child = forkProcess(this.#options.entry, { log: this.#options.log });
    const channel = openChannel<NoCalls, EngineRequests, EngineEvents, NoCalls>(
      processTransport(child),
      {
        handlers: {},
        listeners: this.#options.listeners,
        methods: ENGINE_METHODS,
        onError: (error) => this.#options.log(`engine channel: ${error.message}`),
      },
    );
    this.#child = child;
    this.#channel = channel;
    let ended = false;
    const end = (what: string) => {
      if (ended) return; // a fork that fails reports both an error and an exit
      ended = true;
      channel.close(new WordfieldError("engine-lost", `The engine stopped (${what}).`));
      this.#child = undefined;
      this.#channel = undefined;
      if (this.#state !== "closed") this.#crashed(what);
    };
    child.on("error", (error) => end(error.message));
    child.on("exit", (code, signal) => end(signal ?? `exit code ${code}`));
    this.#options.onStatus(
      this.#crashTimes.length > 0
        ? { kind: "restarted", crashes: this.#crashTimes.length }
        : { kind: "running" },
    );
    return channel;
  }

  #crashed(what: string): void {
    const now = Date.now();
    this.#crashTimes = this.#crashTimes.filter((time) => now - time < CRASH_WINDOW_MS);
    this.#crashTimes.push(now);
    const { restartDelaysMs = RESTART_DELAYS_MS } = this.#options;
    const delayMs = restartDelaysMs[this.#crashTimes.length - 1];
    this.#options.log(
      `The engine stopped (${what}), crash ${this.#crashTimes.length} within three minutes.` +
        (delayMs === undefined
          ? " It is not started again."
          : ` Starting it again in ${delayMs} ms.`),
    );
    if (delayMs === undefined) {
      this.#state = "stopped";
      this.#options.onStatus({ kind: "stopped" });
      return;
    }
    let finish: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const timer = setTimeout(() => {
      this.#restarting = undefined;
      this.#start();
      finish();
    }, delayMs);
    this.#restarting = {
      done,
      abandon: () => {
        clearTimeout(timer);
        this.#restarting = undefined;
        finish();
      },
    };
  }
}
