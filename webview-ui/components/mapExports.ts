/** What of the map can be saved. */
import type { MapFileKind } from "../../src/protocol/mapPageMessages.ts";
import type { MapExplorer } from "../mapExplorer.ts";
import type { MapState } from "../mapState.ts";
import type { PictureParts } from "../rendering/mapPicture.ts";
import { pngOf, svgOf, tsvOf } from "../rendering/pictureFiles.ts";
import { text } from "../texts.ts";
import type { MenuEntry } from "./dropMenu.ts";

/** The entries of the menu; `parts` gives what is seen. */
export function exportEntries(
  { map, selection }: MapState,
  explorer: MapExplorer,
  parts: () => PictureParts | null,
): readonly MenuEntry[] {
  if (!map) return [];
  const save = (kind: MapFileKind, make: () => string | Promise<string>) => () => {
    // A promise, so that an error of either kind is told.
    new Promise<string>((resolve) => resolve(make())).then(
      (content) => explorer.save(kind, content),
      (thrown: unknown) => explorer.fail(thrown),
    );
  };
  const seen = (): PictureParts => {
    const found = parts();
    if (!found) throw new Error("The map has not been drawn yet.");
    return found;
  };
  return [
    { label: text("mapSavePng"), run: save("png", () => pngOf(seen())) },
    { label: text("mapSaveSvg"), run: save("svg", () => svgOf(seen())) },
    { label: text("mapSaveTsv"), run: save("tsv", () => tsvOf(map, null)) },
    ...(selection
      ? [{ label: text("mapSaveSelectionTsv"), run: save("tsv", () => tsvOf(map, selection)) }]
      : []),
  ];
}
