/** Keeps one model in a process of its own: starts it at the first question, ends it when idle, kills it on cancel. */
import type { ChildProcess } from "node:child_process";
import { throwIfCanceled, WordfieldError } from "../errors.ts";
import type { Calls } from "../protocol/channel.ts";
import type {
  EncoderAbilities,
  EncoderRequests,
  ProviderTrial,
} from "../protocol/encoderMessages.ts";
import { isProcessor, WASM } from "./providers.ts";
import { connectEncoder, type EncoderEntry } from "./connectEncoder.node.ts";

/** How one model is kept. */
export interface EncoderProcessOptions extends EncoderEntry {
  /** Folder of the model, in Hugging Face layout. */
  readonly folder: string;
  /** ONNX Runtime's names in the order in which they are tried. */
  readonly providers: readonly string[];
  readonly threads: number;
  /** The process ends when it was not asked for so long; 0 for never. */
  readonly idleMs: number;
}

/** What computes, and what was tried before. */
interface OpenedEncoder extends EncoderAbilities {
  readonly provider: string;
  readonly trials: readonly ProviderTrial[];
}

type Question = Exclude<keyof EncoderRequests, "probeRuntime" | "openModel">;

/** A model in its process; questions are answered one after the other. */
export interface EncoderProcess {
  /**
   * Starts the process and loads the model, where that has not been done.
   *
   * Errors: those of the model's files; `encoder-unavailable` where no provider runs it; `encoder-lost` where the process died
   * twice; `canceled`.
   */
  open(signal?: AbortSignal): Promise<OpenedEncoder>;
  /** Asks the model. Errors: those of `open` and of the question. A cancel ends the process where a run takes too long. */
  ask<M extends Question>(
    method: M,
    params: EncoderRequests[M]["params"],
    signal?: AbortSignal,
  ): Promise<EncoderRequests[M]["result"]>;
  /** Says how long the process may be idle from now on; 0 for ever. */
  setIdle(idleMs: number): void;
  /** Number of the process; undefined where none runs. */
  readonly processId: number | undefined;
  /** ONNX Runtime's name of what computes; undefined where no process runs. */
  readonly provider: string | undefined;
  /** What was tried, and why it was refused; empty where no process runs. */
  readonly trials: readonly ProviderTrial[];
  /** Ends the process; the next question starts another. */
  close(): void;
}

/** How long a canceled question may take to its next batch before its process is killed. */
const CANCEL_GRACE_MS = 300;
/** The longest that loading a model or one question may take: behind it, a driver or a tokenizer hangs. */
const ANSWER_MS = 300_000;

interface Running {
  readonly child: ChildProcess;
  readonly calls: Calls<EncoderRequests>;
  readonly lose: (reason: WordfieldError) => void;
  readonly opened: OpenedEncoder;
}

/** Keeps a model; nothing starts before the first question. */
export function createEncoderProcess(options: EncoderProcessOptions): EncoderProcess {
  let running: Running | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let isStarting: Running["lose"] | undefined;
  /** Where a process died over a provider, the others are left to try. */
  let providers = options.providers;
  let waiting = 0;
  let { idleMs } = options;

  const stop = (reason: WordfieldError) => {
    isStarting?.(reason);
    running?.lose(reason);
  };

  const start = (signal: AbortSignal | undefined): Promise<Running> =>
    startProcess(options, providers, signal, {
      onStart: (lose) => (isStarting = lose),
      onRefused: (provider) => {
        providers = providers.filter((name) => name !== provider);
      },
      onEnd: (ended) => {
        if (running?.child === ended) running = undefined;
      },
    }).finally(() => (isStarting = undefined));

  const inTurn = async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    clearTimeout(idle);
    waiting++;
    const before = queue;
    const mine = (async () => {
      await before.catch(() => undefined); // its caller has heard of it
      throwIfCanceled(signal);
      return work();
    })();
    queue = mine;
    try {
      return await mine;
    } finally {
      waiting--;
      if (waiting === 0 && idleMs > 0) {
        clearTimeout(idle);
        idle = setTimeout(
          () => stop(new WordfieldError("encoder-lost", "The encoder process was idle.")),
          idleMs,
        );
        idle.unref();
      }
    }
  };

  const ensure = async (signal: AbortSignal | undefined): Promise<Running> =>
    (running ??= await start(signal));

  return {
    open: (signal) => inTurn(async () => (await ensure(signal)).opened, signal),
    ask: (method, params, signal) =>
      inTurn(async () => {
        for (let attempt = 0; ; attempt++) {
          const { calls, lose } = await ensure(signal);
          try {
            return await answerInTime(calls[method](params, signal), lose, signal);
          } catch (error) {
            // One quiet restart: a process that the system has killed says nothing about the question.
            if (attempt > 0 || !isLost(error) || signal?.aborted) throw error;
            options.log(`${(error as Error).message} It is started again.`);
          }
        }
      }, signal),
    setIdle: (wanted) => {
      idleMs = wanted;
    },
    get processId() {
      return running?.child.pid;
    },
    get provider() {
      return running?.opened.provider;
    },
    get trials() {
      return running?.opened.trials ?? [];
    },
    close: () => {
      clearTimeout(idle);
      stop(new WordfieldError("canceled", "The encoder was closed.")); // not lost: nothing starts it again
    },
  };
}

/** Kills the process where a canceled question does not end by itself, or where no answer comes. */
async function answerInTime<T>(
  answer: Promise<T>,
  lose: (reason: WordfieldError) => void,
  signal: AbortSignal | undefined,
): Promise<T> {
  let grace: NodeJS.Timeout | undefined;
  const cancel = () => {
    grace = setTimeout(() => lose(new WordfieldError("canceled", "Canceled.")), CANCEL_GRACE_MS);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  const limit = setTimeout(
    () =>
      lose(
        new WordfieldError(
          "encoder-unavailable",
          `The encoder gave no answer within ${ANSWER_MS / 60_000} minutes and was ended. Choose less text or a smaller encoder.`,
        ),
      ),
    ANSWER_MS,
  );
  try {
    return await answer;
  } finally {
    clearTimeout(grace);
    clearTimeout(limit);
    signal?.removeEventListener("abort", cancel);
  }
}

function isLost(error: unknown): boolean {
  return error instanceof WordfieldError && error.code === "encoder-lost";
}

interface Life {
  readonly onStart: (lose: (reason: WordfieldError) => void) => void;
  /** A provider refused, or its process died over it. */
  readonly onRefused: (provider: string) => void;
  readonly onEnd: (child: ChildProcess) => void;
}

/** Starts a process and loads the model on the first provider that runs it; a provider over which it dies is left out. */
async function startProcess(
  options: EncoderProcessOptions,
  providers: readonly string[],
  signal: AbortSignal | undefined,
  life: Life,
): Promise<Running> {
  const trials: ProviderTrial[] = [];
  const refuse = (provider: string, reason: string) => {
    trials.push({ provider, works: false, reason, milliseconds: null });
    options.log(`The encoder does not run on ${provider}: ${reason}`);
  };
  let connected: Omit<Running, "opened"> | undefined;
  const deaths = new Map<string, number>();
  for (let index = 0; index < providers.length;) {
    const provider = providers[index] ?? "cpu";
    throwIfCanceled(signal);
    connected ??= connect(options, life);
    const { calls, lose } = connected;
    life.onStart(lose);
    const started = performance.now();
    try {
      const { folder, threads } = options;
      const answer = await answerInTime(
        calls.openModel({ folder, provider, threads }, signal),
        lose,
        signal,
      );
      if (!("refused" in answer)) {
        const milliseconds = performance.now() - started;
        trials.push({ provider, works: true, reason: null, milliseconds });
        if (provider === WASM)
          options.log(
            "The encoder runs in WebAssembly, several times slower than native code would.",
          );
        return { ...connected, opened: { ...answer, provider, trials } };
      }
      refuse(provider, answer.refused);
      life.onRefused(provider);
      index++;
    } catch (error) {
      lose(new WordfieldError("encoder-lost", "The encoder process was ended."));
      connected = undefined;
      if (!isLost(error)) throw error;
      const count = (deaths.get(provider) ?? 0) + 1;
      deaths.set(provider, count);
      if (provider === "cpu" && count < 2) continue; // one quiet restart
      // What kills native code, most often a lack of memory, would not be better in WebAssembly.
      if (isProcessor(provider) || index === providers.length - 1) throw error;
      refuse(provider, (error as Error).message);
      life.onRefused(provider);
      index++;
    }
  }
  connected?.lose(new WordfieldError("encoder-lost", "The encoder process was ended."));
  throw new WordfieldError(
    "encoder-unavailable",
    `The encoder runs on none of the providers asked for. ${trials.map(({ provider, reason }) => `${provider}: ${reason}`).join(" ")} Choose "auto" or "cpu".`,
  );
}

function connect(options: EncoderProcessOptions, life: Life): Omit<Running, "opened"> {
  const { child, channel } = connectEncoder(options);
  const lose = (reason: WordfieldError) => {
    life.onEnd(child);
    channel.close(reason);
    child.kill("SIGKILL"); // the only end that gives all memory back, and harmless to the runtime
  };
  child.on("error", (error) =>
    lose(
      new WordfieldError(
        "encoder-lost",
        `The encoder process could not be started: ${error.message}.`,
      ),
    ),
  );
  child.on("exit", (code, signalName) =>
    lose(
      new WordfieldError(
        "encoder-lost",
        `The encoder process stopped (${signalName ?? `exit code ${code}`}). Less text at once, or a smaller encoder, needs less memory.`,
      ),
    ),
  );
  return { child, calls: channel.calls, lose };
}
