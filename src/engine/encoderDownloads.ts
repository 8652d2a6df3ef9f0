/** Downloads on request: what is recommended, what is there, and bringing it here. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { createConnection } from "../downloads/connection.node.ts";
import { downloadEncoder, planDownload, type Hub } from "../downloads/downloadEncoder.node.ts";
import {
  deleteEncoder,
  encoderFolder,
  listDownloaded,
  listUnfinished,
} from "../downloads/encoderStore.node.ts";
import recommended from "../downloads/recommendedEncoders.json";
import { WordfieldError } from "../errors.ts";
import type { Calls, Emit } from "../protocol/channel.ts";
import type { DownloadRequests, RecommendedEncoder } from "../protocol/downloadMessages.ts";
import type { EngineEvents } from "../protocol/engineMessages.ts";
import type { Encoders } from "./encoders.ts";

type RuntimeRequest = Extract<keyof DownloadRequests, `${string}RuntimeLibraries`>;

/** What downloads need from the engine. */
interface DownloadContext {
  /** Holds, in models/, the encoders that come with Wordfield. */
  readonly folder: string;
  readonly emit: Emit<EngineEvents>;
  readonly encoders: Encoders;
}

const HUB = "https://huggingface.co";

/** Makes the calls about downloads; none of them opens a socket but `planDownload` and `downloadEncoder`. */
export function createEncoderDownloads({
  folder: ownFolder,
  emit,
  encoders,
}: DownloadContext): Calls<Omit<DownloadRequests, RuntimeRequest>> {
  return {
    listDownloads: async ({ folder }) => ({
      host: hubAddress().host,
      recommended: (recommended as readonly RecommendedEncoder[])
        .filter(({ id }) => !existsSync(join(ownFolder, "models", basename(id), "config.json")))
        .map(describe),
      downloaded: await listDownloaded(folder),
      unfinished: await listUnfinished(folder),
    }),
    planDownload: ({ id, weightType, offline }, signal) =>
      planDownload(hub(offline), { id, weightType }, signal),
    downloadEncoder: async ({ folder, offline, id, ...rest }, signal) => {
      encoders.release(encoderFolder(folder, id)); // it may be replaced
      await downloadEncoder(
        hub(offline),
        { store: folder, id, ...rest },
        (snapshot) => emit("downloadChanged", snapshot),
        signal,
      );
      const encoder = (await listDownloaded(folder)).find((other) => other.id === id);
      if (!encoder) throw new Error(`${id} is not in the list of what was downloaded.`);
      return { encoder };
    },
    deleteEncoder: async ({ folder, id }) => {
      encoders.release(encoderFolder(folder, id));
      return { deletedBytes: await deleteEncoder(folder, id) };
    },
  };
}

function hub(isOffline: boolean): Hub {
  return {
    connection: createConnection(isOffline),
    address: hubAddress().href.replace(/\/+$/, ""),
  };
}

/** The hub's address; HF_ENDPOINT names a mirror, as in the hub's own programs. */
function hubAddress(): URL {
  const given = process.env["HF_ENDPOINT"] || HUB;
  try {
    return new URL(given);
  } catch (cause) {
    throw new WordfieldError(
      "bad-input",
      `The environment variable HF_ENDPOINT is "${given.slice(0, 100)}", which is no address. Give one such as ${HUB}.`,
      { cause },
    );
  }
}

/** Leaves out what only a download needs. */
function describe(encoder: RecommendedEncoder): RecommendedEncoder {
  const { id, languages, license, dimension, layers, hasMaskedWords, weightType, bytes } = encoder;
  return { id, languages, license, dimension, layers, hasMaskedWords, weightType, bytes };
}
