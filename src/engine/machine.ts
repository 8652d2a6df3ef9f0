import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import type { MachineDescription } from "../protocol/machineMessages.ts";

/** Describes what this process runs on. */
export function describeMachine(): Omit<MachineDescription, "kernels"> {
  return {
    node: process.versions.node,
    platform: platform(),
    release: release(),
    architecture: arch(),
    processor: cpus()[0]?.model.trim() ?? "",
    threads: availableParallelism(),
    memoryBytes: totalmem(),
  };
}
