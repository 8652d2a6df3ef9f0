import { extname, resolve } from "node:path";
import type { MapFileFormat } from "../../protocol/mapFileMessages.ts";
import type { MapFidelity } from "../../protocol/mapMessages.ts";
import { UsageError } from "../arguments.ts";
import { defineCommand } from "../command.ts";
import { formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import { BALANCE_OPTION, toBalance } from "./balanceOption.ts";
import { MODEL_ARGUMENT } from "./sharedOptions.ts";

const FORMATS: Readonly<Record<string, MapFileFormat>> = {
  ".html": "html",
  ".htm": "html",
  ".svg": "svg",
  ".png": "png",
  ".tsv": "tsv",
};

/** `wordfield map`: words on a plane, as a file. */
export const map = defineCommand({
  name: "map",
  summary: "Draw the words of a model on a map",
  description:
    "Places the most frequent words so that words with near vectors stand near each other, groups them, and writes the map. The ending says as what: .html, a page with search that any browser opens from disk; .svg, a picture with words; .png, a picture of the points without words; .tsv, a table of word, count, x, y and cluster; FOLDER/ with a slash at the end, the vectors for TensorBoard’s Embedding Projector. The map’s trustworthiness and continuity (Venna and Kaski 2001) say how far to believe it.",
  arguments: { model: MODEL_ARGUMENT },
  options: {
    output: {
      kind: "text",
      short: "o",
      placeholder: "FILE",
      required: true,
      help: "File to write: .html, .svg, .png, .tsv; or FOLDER/ for the Embedding Projector",
    },
    projection: {
      kind: "choice",
      short: "p",
      placeholder: "METHOD",
      choices: ["umap", "pca", "t-sne", "axes"],
      default: "umap",
      help: "How words are placed; axes goes by the formulas of --axis",
    },
    axis: {
      kind: "list",
      placeholder: "FORMULA",
      help: 'One for each dimension, as --axis "she - he" --axis "good - bad"; implies --projection axes',
    },
    dimensions: {
      kind: "integer",
      short: "d",
      placeholder: "N",
      minimum: 2,
      maximum: 3,
      default: 2,
      help: "2 or 3; pictures show a map in space from the side",
    },
    count: {
      kind: "integer",
      short: "k",
      placeholder: "N",
      minimum: 1,
      maximum: 1_000_000,
      default: 2_000,
      help: "How many words, the most frequent first",
    },
    seed: {
      kind: "integer",
      placeholder: "N",
      minimum: 0,
      maximum: 2 ** 32 - 1,
      default: 1,
      help: "The same seed gives the same map",
    },
    balance: BALANCE_OPTION,
    color: {
      kind: "choice",
      placeholder: "WHAT",
      choices: [
        ...(["cluster", "count", "fidelity", "folder", "kind"] as const),
        ...(["language", "script", "departure", "none"] as const),
      ],
      default: "cluster",
      help: "What the color of a point says: its group; how frequent the word is, or how true its place; the folder, kind or language of the files that it is typical of; its script; how differently it is used here",
    },
  },
  examples: [
    { command: "wordfield map notes.safetensors -o notes.html", effect: "a page to explore" },
    {
      command: 'wordfield map notes.safetensors -o axes.svg --axis "she - he" --axis "war - peace"',
      effect: "words between four others",
    },
  ],
  run: async ({ engine, signal, style }, { arguments: { model }, options }) => {
    const { output, axis = [], count, seed, color } = options;
    const isByAxes = axis.length > 0 || options.projection === "axes";
    const dimensions = toDimensions(options.dimensions, axis.length, isByAxes);
    const { map, files } = await engine.exportMap(
      {
        runId: "command-line",
        modelPath: resolve(model),
        settings: {
          method: isByAxes ? "axes" : options.projection,
          dimensions,
          count,
          seed,
          ...(isByAxes ? { axes: axis } : {}),
          ...toBalance(options.balance),
        },
        outputPath: resolve(output),
        format: toFormat(output),
        color,
      },
      signal,
    );
    const { settings, words, clusters, fidelity, explained, seconds } = map;
    return {
      document: {
        model: resolve(model),
        files,
        settings,
        words: words.length,
        clusters,
        explained,
        fidelity: fidelity && {
          trustworthiness: fidelity.trustworthiness,
          continuity: fidelity.continuity,
          neighbors: fidelity.neighbors,
        },
        seconds,
      },
      lines: [
        `Wrote ${formatQuantity(words.length, "word")} to ${output}`,
        ...clusters.map(
          (cluster, at) =>
            `${style.bold(String(at + 1).padStart(3))}  ${formatQuantity(cluster.size, "word")}: ${cluster.words.map(visible).join(", ")}`,
        ),
      ],
      notes: fidelityNotes(fidelity),
      complete: true,
    };
  },
});

function fidelityNotes(fidelity: MapFidelity | null): string[] {
  if (!fidelity) return [];
  const { trustworthiness, continuity, neighbors } = fidelity;
  return [
    `Trustworthiness ${trustworthiness.toFixed(3)}, continuity ${continuity.toFixed(3)} (of ${formatQuantity(neighbors, "neighbor")}; 1 is perfect, 0.5 is chance).`,
  ];
}

/** As many as there are formulas; a number that is given and differs is a slip. */
function toDimensions(asked: number, axes: number, isByAxes: boolean): 2 | 3 {
  if (!isByAxes) return asked === 3 ? 3 : 2;
  if (axes === 2 || axes === 3) return axes;
  throw new UsageError(
    `--axis is given ${axes} times: give 2 formulas for a plane or 3 for space, as --axis "she - he" --axis "good - bad".`,
  );
}

function toFormat(output: string): MapFileFormat {
  if (/[/\\]$/.test(output)) return "projector";
  const format = FORMATS[extname(output).toLowerCase()];
  if (format) return format;
  throw new UsageError(
    `--output cannot be "${output}": give a name that ends in .html, .svg, .png or .tsv, or a folder with a slash at its end.`,
  );
}
