/** The contract between the engine and the encoder process, the only one that loads ONNX Runtime. */

/** How one execution provider did when it was tried. */
export interface ProviderTrial {
  /** ONNX Runtime's name: "cuda", "dml", "coreml", "webgpu", "cpu". */
  readonly provider: string;
  readonly works: boolean;
  /** Why not, in the runtime's words; null where it works. */
  readonly reason: string | null;
  /** Time of the probe run; null where it did not run. */
  readonly milliseconds: number | null;
}

/** What ONNX Runtime can do on this machine. */
export interface RuntimeDescription {
  readonly version: string;
  readonly providers: readonly ProviderTrial[];
}

/** Engine → encoder. */
export interface EncoderRequests {
  /** Loads ONNX Runtime and runs a small graph on each of the given providers in turn. */
  probeRuntime: { params: { readonly providers: readonly string[] }; result: RuntimeDescription };
}

/** The methods of the contract, for the engine. */
export const ENCODER_METHODS = [
  "probeRuntime",
] as const satisfies readonly (keyof EncoderRequests)[];
