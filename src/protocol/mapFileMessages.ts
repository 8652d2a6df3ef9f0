/** The part of the contract that writes maps to files. */
import type { ColumnSource } from "./wordColumnMessages.ts";
import type { ProjectedMap, ProjectionSettings } from "./mapMessages.ts";

/** "projector" is a folder for TensorBoard's Embedding Projector. */
export type MapFileFormat = "html" | "svg" | "png" | "tsv" | "projector";

/** What the color of a point says. */
export type MapColor =
  "cluster" | "count" | "fidelity" | "none" | Exclude<ColumnSource["of"], "table">;

export interface MapFileRequests {
  /** Makes a map, as `projectMap` does, and writes it; a file of that name is replaced when the new one is complete. */
  exportMap: {
    params: {
      readonly runId: string;
      readonly modelPath: string;
      readonly settings: ProjectionSettings;
      readonly outputPath: string;
      readonly format: MapFileFormat;
      readonly color: MapColor;
    };
    result: {
      readonly map: ProjectedMap;
      /** Absolute paths of what was written. */
      readonly files: readonly string[];
    };
  };
}
