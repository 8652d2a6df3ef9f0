import { dirname } from "node:path";
import { openChannel } from "../protocol/channel.ts";
import type { EncoderRequests, ProviderTrial } from "../protocol/encoderMessages.ts";
import { processTransport } from "../protocol/forkedProcess.node.ts";
import { composeProbeModel } from "./onnxGraph.ts";
import { loadRuntime } from "./session.node.ts";

type Nothing = Record<never, never>;

process.env["ORT_DISABLE_TELEMETRY"] = "1"; // before the native library is loaded, which reads it then
const folder = dirname(process.argv[1]!);

openChannel<EncoderRequests, Nothing, Nothing, Nothing>(processTransport(process), {
  handlers: {
    probeRuntime: async ({ providers }) => {
      const runtime = await loadRuntime(folder);
      const probe = composeProbeModel();
      const trials: ProviderTrial[] = [];
      for (const provider of providers) trials.push(await runtime.tryProvider(provider, probe));
      return { version: runtime.version, providers: trials };
    },
  },
  listeners: {},
  methods: [],
  onError: (error) => process.stderr.write(`${error.stack ?? error.message}\n`),
});

// The parent has gone or has closed the pipe: no orphans.
process.on("disconnect", () => process.exit(0));
