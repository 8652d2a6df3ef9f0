/** What the engine runs on, as far as it decides what works and how fast. */
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
  /** The fastest build of the kernels that runs here. */
  readonly kernels: "simd128" | "relaxed-simd" | "wide-simd";
}
