/** Writes maps to files of other programs. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { toWritingError, writeAside } from "../embeddings/writeAside.node.ts";
import { writeHtml } from "../mapFiles/htmlMap.node.ts";
import { drawPicture } from "../mapFiles/picture.ts";
import { writePng } from "../mapFiles/pngMap.node.ts";
import { writeSvg } from "../mapFiles/svgMap.ts";
import {
  inParts,
  projectorConfig,
  projectorMetadata,
  projectorVectors,
  tsvLines,
} from "../mapFiles/tables.ts";
import type { MapColor, MapFileFormat, MapFileRequests } from "../protocol/mapFileMessages.ts";
import type { ProjectedMap } from "../protocol/mapMessages.ts";
import { vectorsUnder } from "./balance.ts";
import type { OpenModels } from "./openModels.ts";
import type { Projections } from "./projectMap.ts";

type Request = MapFileRequests["exportMap"];

interface MapFileContext {
  /** Where the program and style of map pages lie. */
  readonly folder: string;
  readonly models: OpenModels;
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
  { folder, models, projections }: MapFileContext,
  { runId, modelPath, settings, outputPath, format, color }: Request["params"],
  signal?: AbortSignal,
): Promise<Request["result"]> {
  const map = await projections.project({ runId, modelPath, settings }, signal);
  const { description } = await models.open(modelPath);
  const title = titleOf(description.name, map);
  if (format !== "projector") {
    const content = await contentOf(map, format, color, title, folder);
    await writeParts(outputPath, content, signal);
    return { map, files: [outputPath] };
  }
  try {
    await mkdir(outputPath, { recursive: true });
  } catch (error) {
    throw toWritingError(error, outputPath); // in a sentence
  }
  const n = map.words.length;
  const model = await models.open(modelPath);
  const { balance } = map.settings;
  const index = await vectorsUnder(model, balance);
  const vectorOf = (row: number) =>
    balance === 0 ? model.embeddings.index.rawVector(row) : index.unitVector(row);
  const parts: readonly (readonly [string, Iterable<Uint8Array>])[] = [
    ["vectors.tsv", inParts(projectorVectors(n, vectorOf))],
    ["metadata.tsv", inParts(projectorMetadata(map))],
    ["projector_config.json", inParts([projectorConfig(description.name, n, index.dimension)])],
  ];
  for (const [name, content] of parts) await writeParts(join(outputPath, name), content, signal);
  return { map, files: parts.map(([name]) => join(outputPath, name)) };
}

async function contentOf(
  map: ProjectedMap,
  format: Exclude<MapFileFormat, "projector">,
  color: MapColor,
  title: string,
  folder: string,
): Promise<Iterable<Uint8Array>> {
  switch (format) {
    case "tsv":
      return inParts(tsvLines(map));
    case "png":
      return [writePng(drawPicture(map, color, title))];
    case "svg":
      return inParts([writeSvg(drawPicture(map, color, title))]);
    case "html": {
      const [script, style] = await Promise.all(
        ["mapViewer.js", "mapViewer.css"].map((name) => readFile(join(folder, name), "utf8")),
      );
      const parts = { script: script ?? "", style: style ?? "" };
      return inParts([writeHtml(drawPicture(map, color, title), map.counts, parts)]);
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
