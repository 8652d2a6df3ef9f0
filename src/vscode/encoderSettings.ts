/** The settings of the encoder, as the engine takes them. */
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import type { EncoderChoice } from "../protocol/encodingMessages.ts";
import { isHubId } from "../protocol/hubId.ts";

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

/** Where encoders are that were downloaded: one folder for all workspaces. */
let downloadsFolder: string | undefined;

/** Says where downloaded encoders are kept, before anybody asks for one. */
export function keepEncodersIn(folder: string): void {
  downloadsFolder = folder;
}

/** Tells whether the network is forbidden. */
export function isOffline(): boolean {
  return vscode.workspace.getConfiguration("wordfield").get("offline") === true;
}

/** The setting of the encoder: the id of a downloaded one, the path of a folder, or empty for what comes with Wordfield. */
export function readEncoderName(): string {
  const name: unknown = vscode.workspace.getConfiguration("wordfield").get("encoder.model");
  return typeof name === "string" ? name.trim() : "";
}

/** The encoder of the settings, on what they say; a wrong value counts as the default. */
export function encoderChoice(): EncoderChoice {
  const configuration = vscode.workspace.getConfiguration("wordfield");
  const minutes: unknown = configuration.get("encoder.idleMinutes");
  const isMinutes = typeof minutes === "number" && minutes >= 0 && minutes <= MOST_IDLE_MINUTES;
  return {
    folder: folderOf(readEncoderName()),
    provider: PROVIDERS[readProvider()] ?? "auto",
    idleMs: (isMinutes ? minutes : IDLE_MINUTES) * 60_000,
  };
}

/** Null for the one that comes with Wordfield and knows the text's script. */
function folderOf(name: string): string | null {
  if (isAbsolute(name)) return name;
  return downloadsFolder !== undefined && isHubId(name)
    ? join(downloadsFolder, ...name.split("/"))
    : null;
}
