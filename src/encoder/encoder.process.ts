import { dirname } from "node:path";
import { WordfieldError } from "../errors.ts";
import { openChannel } from "../protocol/channel.ts";
import type { EncoderRequests, ProviderTrial } from "../protocol/encoderMessages.ts";
import { processTransport } from "../protocol/forkedProcess.node.ts";
import type { EncoderModel } from "./encoderModel.node.ts";
import { openEncoderModel } from "./openEncoderModel.node.ts";
import { composeProbeModel } from "./onnxGraph.ts";
import { loadRuntime } from "./session.node.ts";

type Nothing = Record<never, never>;

process.env["ORT_DISABLE_TELEMETRY"] = "1"; // before the native library is loaded, which reads it then
const folder = dirname(process.argv[1]!);
let opened: EncoderModel | undefined;
const model = (): EncoderModel => {
  if (!opened) throw new WordfieldError("internal", "No encoder is open in this process.");
  return opened;
};

openChannel<EncoderRequests, Nothing, Nothing, Nothing>(processTransport(process), {
  handlers: {
    probeRuntime: async ({ providers }) => {
      const runtime = await loadRuntime(folder);
      const probe = composeProbeModel();
      const trials: ProviderTrial[] = [];
      for (const provider of providers) trials.push(await runtime.tryProvider(provider, probe));
      return { version: runtime.version, providers: trials };
    },
    openModel: async (params) => {
      const answer = await openEncoderModel(await loadRuntime(folder), params);
      if ("refused" in answer) return answer;
      opened = answer;
      return answer.abilities;
    },
    encodeTexts: (params, signal) => model().encodeTexts(params, signal),
    encodeOccurrences: (params, signal) => model().encodeOccurrences(params, signal),
    encodeTokens: (params, signal) => model().encodeTokens(params, signal),
    readAttention: (params, signal) => model().readAttention(params, signal),
    fillMask: (params, signal) => model().fillMask(params, signal),
    scoreSentence: (params, signal) => model().scoreSentence(params, signal),
    scoreNextSentence: (params, signal) => model().scoreNextSentence(params, signal),
  },
  listeners: {},
  methods: [],
  onError: (error) => process.stderr.write(`${error.stack ?? error.message}\n`),
});

// The parent has gone or has closed the pipe: no orphans.
process.on("disconnect", () => process.exit(0));
