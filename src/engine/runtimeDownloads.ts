/** Libraries of GPU providers on request: which there are, and bringing them beside ONNX Runtime. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { createConnection } from "../downloads/connection.node.ts";
import {
  downloadLibraries,
  findLibraryPackage,
  type LibrarySource,
} from "../downloads/runtimeLibraries.node.ts";
import { WordfieldError } from "../errors.ts";
import type { Calls, Emit } from "../protocol/channel.ts";
import type { DownloadRequests } from "../protocol/downloadMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { Encoders } from "./encoders.ts";

/** What these downloads need from the engine. */
interface RuntimeDownloadContext {
  /** Holds runtimeLibraries.json, which the build writes from ONNX Runtime's own installer. */
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
}

type RuntimeRequests = Pick<
  DownloadRequests,
  Extract<keyof DownloadRequests, `${string}RuntimeLibraries`>
>;

/** Makes the calls about these libraries; the first opens no socket. */
export function createRuntimeDownloads({
  folder,
  emit,
  encoders,
}: RuntimeDownloadContext): Calls<RuntimeRequests> {
  const require = createRequire(join(folder, "engine.process.js"));

  /** Undefined where the package has all libraries of this platform, or has no native one at all. */
  const find = async (): Promise<{ source: LibrarySource; target: string } | undefined> => {
    const table = JSON.parse(
      await readFile(join(folder, "runtimeLibraries.json"), "utf8"),
    ) as Readonly<Record<string, LibrarySource>>;
    const platform = `${process.platform}/${process.arch}`;
    const source = table[platform];
    if (!source) return undefined;
    let main: string;
    try {
      main = require.resolve("onnxruntime-node");
    } catch {
      return undefined; // this package runs encoders in WebAssembly: nothing would load them
    }
    const target = join(dirname(main), "..", "bin", "napi-v6", process.platform, process.arch);
    // Tests, and mirrors of the server.
    const index = process.env["WORDFIELD_NUGET_INDEX"] || source.index;
    return existsSync(target) ? { source: { ...source, index }, target } : undefined;
  };
  const needed = async () => {
    const found = await find();
    if (found) return found;
    throw new WordfieldError(
      "bad-input",
      `There are no further libraries for ${process.platform} on ${process.arch}. What there is works already; see: wordfield doctor.`,
    );
  };

  return {
    describeRuntimeLibraries: async () => {
      const found = await find();
      if (!found) return { libraries: null };
      const { source, target } = found;
      const files = source.files.map((path) => basename(path));
      return {
        libraries: {
          ...{ host: new URL(source.index).host, name: source.name, version: source.version },
          ...{ files, folder: target },
          installed: files.every((name) => existsSync(join(target, name))),
        },
      };
    },
    planRuntimeLibraries: async ({ offline }, signal) => {
      const { source } = await needed();
      const { bytes } = await findLibraryPackage(createConnection(offline), source, signal);
      return { bytes };
    },
    downloadRuntimeLibraries: async ({ runId, store, mostBytes, offline }, signal) => {
      const { source, target } = await needed();
      const files = await downloadLibraries(
        createConnection(offline),
        source,
        { runId, store, folder: target, mostBytes },
        (snapshot) => emit("downloadChanged", snapshot),
        signal,
      );
      encoders.close(); // the next question tries the providers anew
      return { files };
    },
  };
}
