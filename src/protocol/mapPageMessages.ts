/** What the page asks for its map. */
import type { ProjectedMap, ProjectionSettings, ProjectionSnapshot } from "./mapMessages.ts";
import type { Balance } from "./groundingMessages.ts";
import type { MissingWords } from "./modelMessages.ts";
import type { ColumnSource, WordColumn } from "./wordColumnMessages.ts";

/** Pictures are base64, the others text. */
export type MapFileKind = "png" | "svg" | "tsv";

/** The longest content of a file that the page may have saved, in UTF-16 units. */
export const MAXIMUM_MAP_FILE = 2 ** 27;

export interface MapPageRequests {
  /** Places words; canceled when its caller gives up. Snapshots of the same run come as `projectionChanged`. */
  projectMap: {
    params: { readonly runId: string; readonly settings: ProjectionSettings };
    result: ProjectedMap;
  };
  /** Cosines of a word to the most frequent words. */
  findSimilarities: {
    params: { readonly word: string; readonly count: number; readonly balance?: Balance };
    result: { readonly cosines: Float32Array<ArrayBuffer> } | MissingWords;
  };
  /** Says something of each of the most frequent words; of the table that was chosen last, where that is asked. */
  describeWords: {
    params: { readonly count: number; readonly of: ColumnSource["of"] };
    result: WordColumn;
  };
  /** Asks the user for a table and one of its columns; null where the user has thought better of it. */
  chooseColumn: { params: object; result: { readonly name: string | null } };
  /** Asks the user where to, and writes the map there; `isSaved` is false where the user has thought better of it. */
  saveMap: {
    params: { readonly kind: MapFileKind; readonly content: string };
    result: { readonly isSaved: boolean };
  };
}

export interface MapPageEvents {
  projectionChanged: ProjectionSnapshot;
}

/** The methods of this part. */
export const MAP_PAGE_METHODS = [
  "projectMap",
  "findSimilarities",
  "describeWords",
  "chooseColumn",
  "saveMap",
] as const satisfies readonly (keyof MapPageRequests)[];
