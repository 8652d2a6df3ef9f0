import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { supportsRelaxedSimd } from "../kernels/kernels.ts";

/** What this process runs on, as far as it decides what works and how fast. */
export interface MachineDescription {
  /** Node's version, without a "v". */
  readonly node: string;
  /** For example "linux". */
  readonly platform: string;
  readonly release: string;
  /** For example "x64". */
  readonly architecture: string;
  /** The processor's name for itself; empty where it has none. */
  readonly processor: string;
  /** How many threads can run at once. */
  readonly threads: number;
  readonly memoryBytes: number;
  /** Whether the faster kernels can be used. */
  readonly relaxedSimd: boolean;
}

/** Describes what this process runs on. */
export function describeMachine(): MachineDescription {
  return {
    node: process.versions.node,
    platform: platform(),
    release: release(),
    architecture: arch(),
    processor: cpus()[0]?.model.trim() ?? "",
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    relaxedSimd: supportsRelaxedSimd(),
  };
}
