import { dirname } from "node:path";
import { openChannel } from "../protocol/channel.ts";
import type { EngineEvents, EngineRequests } from "../protocol/engineMessages.ts";
import { processTransport } from "../protocol/forkedProcess.node.ts";
import { createEngine } from "./engine.ts";

type Nothing = Record<never, never>;
const log = (line: string) => process.stderr.write(`${line}\n`);
const engine = createEngine({
  folder: dirname(process.argv[1]!),
  emit: (name, snapshot) => channel.emit(name, snapshot),
  log,
  keepsIndexes: true,
});
const channel = openChannel<EngineRequests, Nothing, Nothing, EngineEvents>(
  processTransport(process),
  {
    handlers: engine.calls,
    listeners: {},
    methods: [],
    onError: (error) => log(error.stack ?? error.message),
  },
);

// The parent has gone or has closed the pipe: no orphans.
process.on("disconnect", () => {
  void engine.close().finally(() => process.exit(0));
});
