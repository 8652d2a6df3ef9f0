import type { ChildProcess } from "node:child_process";
import { openChannel, type Channel } from "../protocol/channel.ts";
import { ENCODER_METHODS, type EncoderRequests } from "../protocol/encoderMessages.ts";
import { forkProcess, processTransport } from "../protocol/forkedProcess.node.ts";

/** Where the encoder process is, and who hears what it writes. */
export interface EncoderEntry {
  /** Path of dist/encoder.process.js. */
  readonly entry: string;
  /** Gets each line that the process writes to its standard output and standard error. */
  readonly log: (line: string) => void;
}

type Nothing = Record<never, never>;

/** Starts an encoder process and opens a channel to it; how it ends is left to the caller. */
export function connectEncoder({ entry, log }: EncoderEntry): {
  readonly child: ChildProcess;
  readonly channel: Channel<EncoderRequests, Nothing>;
} {
  const child = forkProcess(entry, { log, environment: { ORT_DISABLE_TELEMETRY: "1" } });
  const channel = openChannel<Nothing, EncoderRequests, Nothing, Nothing>(processTransport(child), {
    handlers: {},
    listeners: {},
    methods: ENCODER_METHODS,
    onError: (error) => log(`encoder channel: ${error.message}`),
  });
  return { child, channel };
}
