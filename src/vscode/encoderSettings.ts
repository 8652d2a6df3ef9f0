/** The settings of the encoder, as the engine takes them. */
import * as vscode from "vscode";
import type { EncoderChoice } from "../protocol/encodingMessages.ts";

/** The settings' names of what computes, and ONNX Runtime's. */
const PROVIDERS: Readonly<Record<string, string>> = {
  auto: "auto",
  cpu: "cpu",
  cuda: "cuda",
  directml: "dml",
  coreml: "coreml",
  webgpu: "webgpu",
};
const IDLE_MINUTES = 2;
const MOST_IDLE_MINUTES = 1_440;

/** The setting of what computes, as the user wrote it; "auto" where that is none of the choices. */
export function readProvider(): string {
  const provider: unknown = vscode.workspace.getConfiguration("wordfield").get("encoder.provider");
  return typeof provider === "string" && provider in PROVIDERS ? provider : "auto";
}

/** The encoder that comes with Wordfield and knows the text's script, on what the settings say; a wrong value counts as the default. */
export function encoderChoice(): EncoderChoice {
  const configuration = vscode.workspace.getConfiguration("wordfield");
  const minutes: unknown = configuration.get("encoder.idleMinutes");
  const isMinutes = typeof minutes === "number" && minutes >= 0 && minutes <= MOST_IDLE_MINUTES;
  return {
    folder: null,
    provider: PROVIDERS[readProvider()] ?? "auto",
    idleMs: (isMinutes ? minutes : IDLE_MINUTES) * 60_000,
  };
}
