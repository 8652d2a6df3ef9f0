/** Writes maps to files of other programs. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { toWritingError, writeAside } from "../embeddings/writeAside.node.ts";
import { writeHtml } from "../mapFiles/htmlMap.node.ts";
import { drawPicture, type MapPicture } from "../mapFiles/picture.ts";
import { writePng } from "../mapFiles/pngMap.node.ts";
import { writeSvg } from "../mapFiles/svgMap.ts";
import {
  inParts,
  projectorConfig,
  projectorConfigText,
  projectorMetadata,
  projectorVectors,
  tsvLines,
} from "../mapFiles/tables.ts";
import type { MapColor, MapFileFormat, MapFileRequests } from "../protocol/mapFileMessages.ts";
import type { ProjectedMap } from "../protocol/mapMessages.ts";
import type { WordColumn } from "../protocol/wordColumnMessages.ts";
import { vectorsUnder } from "./balance.ts";
import { describeWords, type DescriptionContext } from "./describeWords.ts";
import type { Projections } from "./projectMap.ts";

type Request = MapFileRequests["exportMap"];

interface MapFileContext extends DescriptionContext {
  /** Where the program and style of map pages lie. */
  readonly folder: string;
  readonly projections: Projections;
}

const METHODS: Readonly<Record<ProjectedMap["settings"]["method"], string>> = {
  pca: "PCA",
  umap: "UMAP",
  "t-sne": "t-SNE",
  axes: "axes",
};

/** Errors: those of `Projections.project`; `file-unwritable`. */
export async function exportMap(
  context: MapFileContext,
  { runId, modelPath, settings, outputPath, format, color }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const { folder, models, projections } = context;
  const map = await projections.project({ runId, modelPath, settings }, signal);
  const model = await models.open(modelPath);
  const { description } = model;
  const title = titleOf(description.name, map);
  if (format !== "projector") {
    const question = { modelPath, count: map.words.length };
    const column = isDescribed(color)
      ? inEnglish(
          color,
          await describeWords(context, { ...question, source: { of: color } }, signal),
        )
      : null;
    const picture = drawPicture(map, color, title, column);
    const content = await contentOf(map, format, picture, folder);
    await writeParts(outputPath, content, signal);
    return { map, files: [outputPath] };
  }
  try {
    await mkdir(outputPath, { recursive: true });
  } catch (error) {
    throw toWritingError(error, outputPath); // in a sentence
  }
  const n = map.words.length;
  const { balance } = map.settings;
  const index = await vectorsUnder(model, balance);
  const vectorOf = (row: number) =>
    balance === 0 ? model.embeddings.index.rawVector(row) : index.unitVector(row);
  const described = [description.name, n, index.dimension] as const;
  const parts: readonly (readonly [string, Iterable<Uint8Array>])[] = [
    ["vectors.tsv", inParts(projectorVectors(n, vectorOf))],
    ["metadata.tsv", inParts(projectorMetadata(map))],
    ["projector_config.json", inParts([projectorConfig(...described)])],
    ["projector_config.pbtxt", inParts([projectorConfigText(...described)])],
  ];
  for (const [name, content] of parts) await writeParts(join(outputPath, name), content, signal);
  return { map, files: parts.map(([name]) => join(outputPath, name)) };
}

type Described = Exclude<MapColor, "cluster" | "count" | "fidelity" | "none">;

/** Whether a color says what the map itself does not know. */
function isDescribed(color: MapColor): color is Described {
  return !["cluster", "count", "fidelity", "none"].includes(color);
}

/** Languages come as codes. */
function inEnglish(color: Described, column: WordColumn): WordColumn {
  if (color !== "language" || column.kind !== "groups") return column;
  const languages = new Intl.DisplayNames("en", { type: "language" });
  return { ...column, names: column.names.map((code) => languages.of(code) ?? code) };
}

async function contentOf(
  map: ProjectedMap,
  format: Exclude<MapFileFormat, "projector">,
  picture: MapPicture,
  folder: string,
): Promise<Iterable<Uint8Array>> {
  switch (format) {
    case "tsv":
      return inParts(tsvLines(map));
    case "png":
      return [writePng(picture)];
    case "svg":
      return inParts([writeSvg(picture)]);
    case "html": {
      const [script, style] = await Promise.all(
        ["mapViewer.js", "mapViewer.css"].map((name) => readFile(join(folder, name), "utf8")),
      );
      const parts = { script: script ?? "", style: style ?? "" };
      return inParts([writeHtml(picture, map.counts, parts)]);
    }
  }
}

async function writeParts(
  path: string,
  parts: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  await writeAside(
    path,
    async (append) => {
      for (const part of parts) await append(part);
    },
    signal,
  );
}

function titleOf(name: string, { words, settings, fidelity }: ProjectedMap): string {
  const method =
    settings.method === "axes" ? (settings.axes ?? []).join(" × ") : METHODS[settings.method];
  const truth = fidelity ? `, trustworthiness ${fidelity.trustworthiness.toFixed(2)}` : "";
  return `${name}: ${words.length.toLocaleString("en-US")} words by ${method}${truth}`;
}
