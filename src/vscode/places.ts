/** Places in files that the user picks one of and goes to. */
import * as vscode from "vscode";
import type { Occurrence } from "../protocol/placeMessages.ts";
import { askPick, type Step } from "./quickSteps.ts";
import { toUri } from "./workspaceFiles.ts";

/** Longer texts before a word push it out of sight. Units: UTF-16 units. */
const BEFORE = 60;

/** Opens a file at a place. */
export async function openPlace(
  place: Pick<Occurrence, "path" | "line" | "column" | "length">,
): Promise<void> {
  const start = new vscode.Position(place.line - 1, place.column - 1);
  await vscode.window.showTextDocument(toUri(place.path), {
    selection: new vscode.Range(start, start.translate(0, place.length)),
  });
}

/** Lists places with the text around them, and asks for one. */
export async function pickPlace(
  title: string,
  places: readonly Occurrence[],
): Promise<Step<Occurrence>> {
  const picked = await askPick({
    title,
    placeholder: vscode.l10n.t("Go to a line"),
    items: places.map((place) => ({
      label: `${place.before.length > BEFORE ? "…" : ""}${place.before.slice(-BEFORE)}${place.match}${place.after}`,
      detail: `${vscode.workspace.asRelativePath(toUri(place.path))}:${place.line}`,
      place,
    })),
    canGoBack: true,
  });
  return picked === undefined || picked === "back" ? picked : picked.place;
}
