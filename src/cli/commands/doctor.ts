import { WordfieldError } from "../../errors.ts";
import type { ProviderTrial, RuntimeDescription } from "../../protocol/encoderMessages.ts";
import type { MachineDescription } from "../../protocol/machineMessages.ts";
import { defineCommand, type CommandContext } from "../command.ts";
import { formatBytes } from "../format.ts";
import { visible, type Style } from "../style.ts";
import { layOutTable } from "../table.ts";
import { version } from "../../engine/version.ts";

/** What there is of the encoder's runtime, or why there is none. */
type Encoder = RuntimeDescription | { readonly error: { code: string; message: string } };

const KERNELS: Record<MachineDescription["kernels"], string> = {
  simd128: "plain SIMD (relaxed SIMD, which is faster, needs a newer Node.js)",
  "relaxed-simd": "relaxed SIMD, registers of 128 bits",
  "wide-simd": "relaxed SIMD, registers of 256 bits",
};

/** `wordfield doctor`: what works on this machine. */
export const doctor = defineCommand({
  name: "doctor",
  summary: "Show what works on this machine",
  description:
    "Shows versions, processor and threads, and tries every provider of the encoder's runtime by running a tiny model on it. Include its output in a report of a fault.",
  arguments: {},
  options: {},
  examples: [{ command: "wordfield doctor", effect: "takes a few seconds" }],
  run: async (context) => {
    const machine = await context.engine.describeMachine({}, context.signal);
    const encoder = await probe(context);
    const works = "providers" in encoder && encoder.providers.some((trial) => trial.works);
    return {
      document: { version, machine, encoder },
      lines: [
        ...layOutTable(
          context.style,
          [
            { heading: "", align: "left" },
            { heading: "", align: "left" },
          ],
          [
            ["wordfield", version],
            ["Node.js", machine.node],
            ["system", `${machine.platform} ${machine.release}, ${machine.architecture}`],
            ["processor", `${machine.processor}, ${machine.threads} threads`],
            ["memory", formatBytes(machine.memoryBytes)],
            ["kernels", KERNELS[machine.kernels]],
          ].map(([name, value]) => [context.style.dim(name ?? ""), value ?? ""]),
        ),
        "",
        ...layOutEncoder(encoder, context.style),
      ],
      complete: works,
    };
  },
});

async function probe({ engine, signal }: CommandContext): Promise<Encoder> {
  try {
    return await engine.probeEncoder({}, signal);
  } catch (thrown) {
    // The rest of the answer stands without the encoder; a cancel ends it all.
    if (!(thrown instanceof WordfieldError) || thrown.code === "canceled") throw thrown;
    return { error: { code: thrown.code, message: thrown.message } };
  }
}

function layOutEncoder(encoder: Encoder, style: Style): string[] {
  if ("error" in encoder) return [`${style.bold("Encoder")}  ${encoder.error.message}`];
  return [
    `${style.bold("Encoder")}  ONNX Runtime ${encoder.version}`,
    ...layOutTable(
      style,
      [
        { heading: "provider", align: "left" },
        { heading: "works", align: "left" },
        { heading: "", align: "left" },
      ],
      encoder.providers.map((trial) => [
        trial.provider,
        trial.works ? "yes" : "no",
        describeTrial(trial),
      ]),
    ),
  ];
}

function describeTrial({ milliseconds, reason }: ProviderTrial): string {
  return milliseconds === null
    ? visible(reason ?? "")
    : `a tiny model ran in ${milliseconds.toFixed(1)} ms`;
}
