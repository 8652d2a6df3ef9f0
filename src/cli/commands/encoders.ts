/** `wordfield encoders`: which there are, and downloading and deleting them. */
import type { EncoderListing } from "../../protocol/encodingMessages.ts";
import { defineCommand, type Report } from "../command.ts";
import { encoderStore } from "../encoderStore.ts";
import { formatBytes } from "../format.ts";
import type { OptionTable } from "../options.ts";
import { visible } from "../style.ts";
import { layOutTable } from "../table.ts";

const STORE_OPTION = {
  store: {
    kind: "text",
    placeholder: "FOLDER",
    help: "Folder of downloaded encoders; else WORDFIELD_ENCODERS, or where the system keeps a user’s data",
  },
} as const satisfies OptionTable;
const LARGEST_BYTES = 2e9;
/** Recommendations state rounded sizes. */
const TOLERANCE = 1.1;

/** `wordfield encoders`: which encoders there are, and which could be downloaded. */
export const encoders = defineCommand({
  name: "encoders",
  summary: "List the encoders that are here and those worth a download",
  description:
    "Lists the encoders that come with Wordfield, those that were downloaded, and recommended ones. It asks nobody: no socket is opened.",
  arguments: {},
  options: STORE_OPTION,
  examples: [{ command: "wordfield encoders", effect: "names, sizes and licenses" }],
  run: async ({ engine, style }, { options }) => {
    const store = options.store ?? encoderStore();
    const { host, recommended, downloaded, unfinished } = await engine.listDownloads({
      folder: store,
    });
    const listed = await engine.listEncoders({ folders: downloaded.map(({ folder }) => folder) });
    const known = new Set(downloaded.map(({ id }) => id));
    const left = recommended.filter(({ id }) => !known.has(id));
    const column = (heading: string) => ({ heading, align: "left" as const });
    return {
      document: { store, host, encoders: listed.encoders, downloaded, unfinished, recommended },
      lines: [
        ...layOutTable(
          style,
          [column("encoder"), column("size"), column("language"), column("license"), column("")],
          listed.encoders.map(rowOfListing),
        ),
        ...(left.length === 0
          ? []
          : [
              "",
              `To download from ${host}, with: wordfield encoders download ID --yes`,
              ...layOutTable(
                style,
                [column("id"), column("size"), column("language"), column("license"), column("")],
                left.map((encoder) => [
                  encoder.id,
                  formatBytes(encoder.bytes),
                  encoder.languages.join(", "),
                  encoder.license,
                  `${encoder.layers} layers, dimension ${encoder.dimension}${encoder.hasMaskedWords ? ", masked words" : ""}`,
                ]),
              ),
            ]),
        ...unfinished.map(
          ({ id, bytes }) =>
            `${id}: ${formatBytes(bytes)} have come; the download was not ended. The same command goes on with it.`,
        ),
      ],
      complete: true,
    };
  },
});

/** `wordfield encoders download`: an encoder from the hub, after consent. */
export const encodersDownload = defineCommand({
  name: "encoders download",
  summary: "Download an encoder from the Hugging Face hub",
  description:
    "Downloads an ONNX export of a BERT in Hugging Face layout, checks every file by its hash and puts it into the store. Only with --yes does it ask the hub anything; the hub then learns the id and the names of the files. An interrupted download goes on where it ended. HF_ENDPOINT names a mirror; with WORDFIELD_OFFLINE=1 no socket is opened.",
  arguments: { id: { placeholder: "ID", help: "Hub id, owner/name" } },
  options: {
    yes: { kind: "flag", help: "Agree to the download and to what is sent" },
    weights: {
      kind: "choice",
      placeholder: "TYPE",
      choices: ["int8", "uint8", "fp32", "fp16"],
      otherwise: "8-bit weights where there are some",
      help: "Numbers of the weights",
    },
    "max-size": {
      kind: "size",
      placeholder: "SIZE",
      default: LARGEST_BYTES,
      help: "Refuse what is larger; of a recommended encoder, what is larger than stated is refused too",
    },
    ...STORE_OPTION,
  },
  examples: [
    {
      command: "wordfield encoders download Xenova/bert-base-uncased --yes",
      effect: "a BERT-base with masked words, 112 MB",
    },
    {
      command: 'wordfield mask --encoder Xenova/bert-base-uncased "Paris is the [MASK] of France."',
      effect: "uses it",
    },
  ],
  run: async ({ engine, signal }, { arguments: { id }, options }) => {
    const store = options.store ?? encoderStore();
    const { host, recommended } = await engine.listDownloads({ folder: store });
    const known = options.weights === undefined ? recommended.find((e) => e.id === id) : undefined;
    if (!options.yes) {
      const size = known ? `, ${formatBytes(known.bytes)}, ${known.license}` : "";
      return {
        document: { id, host, downloaded: false, ...(known ? { recommended: known } : {}) },
        lines: [
          `${visible(id)}${size}, would come from ${host}, which would learn the id, the names of the files and your address. Nothing was asked yet.`,
        ],
        notes: ["Agree with --yes."],
        complete: false,
      };
    }
    const mostBytes = Math.min(options["max-size"], known ? known.bytes * TOLERANCE : Infinity);
    const { encoder } = await engine.downloadEncoder(
      {
        ...{ runId: "command-line", folder: store, id, mostBytes, offline: false },
        weightType: options.weights ?? null,
      },
      signal,
    );
    return {
      document: { host, downloaded: true, encoder },
      lines: [
        `${encoder.id}, ${formatBytes(encoder.bytes)}, ${encoder.license ?? "license not stated"}: ${encoder.folder}`,
      ],
      complete: true,
    };
  },
});

/** `wordfield encoders delete`: what was downloaded. */
export const encodersDelete = defineCommand({
  name: "encoders delete",
  summary: "Delete a downloaded encoder",
  description: "Deletes the files of a downloaded encoder, and what has come of an unfinished one.",
  arguments: { id: { placeholder: "ID", help: "Hub id, owner/name" } },
  options: STORE_OPTION,
  examples: [
    { command: "wordfield encoders delete Xenova/bert-base-uncased", effect: "frees 112 MB" },
  ],
  run: async ({ engine }, { arguments: { id }, options }): Promise<Report> => {
    const store = options.store ?? encoderStore();
    const { deletedBytes } = await engine.deleteEncoder({ folder: store, id });
    return {
      document: { id, deletedBytes },
      lines: [`${visible(id)} was deleted: ${formatBytes(deletedBytes)}.`],
      complete: true,
    };
  },
});

function rowOfListing(listing: EncoderListing): string[] {
  if (listing.kind === "damaged")
    return [listing.folder.split(/[\\/]/).at(-1) ?? "", "", "", "", visible(listing.reason)];
  const { encoder } = listing;
  return [
    encoder.hubId ?? encoder.name,
    formatBytes(encoder.bytes),
    encoder.language ?? "",
    encoder.license ?? "",
    encoder.isBundled ? "bundled" : encoder.folder,
  ].map(visible);
}
