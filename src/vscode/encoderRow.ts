/** The row of an encoder in the list of models. */
import * as vscode from "vscode";
import type { EncoderListing } from "../protocol/encodingMessages.ts";
import { formatBytes } from "./amounts.ts";
import { encoderChoice, readProvider } from "./encoderSettings.ts";

/** Shows name, language, size and whether it comes with Wordfield; the tooltip says what it computes on. */
export function encoderItem(listing: EncoderListing): vscode.TreeItem {
  if (listing.kind === "damaged") {
    const item = new vscode.TreeItem(listing.folder.split(/[\\/]/).at(-1) ?? listing.folder);
    item.id = `encoder:${listing.folder}`;
    item.description = vscode.l10n.t("can’t be read: {0}", listing.reason);
    item.tooltip = `${listing.reason}\n${listing.folder}`;
    item.iconPath = new vscode.ThemeIcon(
      "warning",
      new vscode.ThemeColor("list.warningForeground"),
    );
    item.contextValue = "encoder-damaged";
    return item;
  }
  const { encoder, runsOn, refused } = listing;
  const isChosen = encoderChoice().folder === encoder.folder;
  const item = new vscode.TreeItem(encoder.name);
  item.id = `encoder:${encoder.folder}`;
  item.description = [
    ...(encoder.language === undefined ? [] : [languageName(encoder.language)]),
    formatBytes(encoder.bytes),
    ...(encoder.isBundled ? [vscode.l10n.t("bundled")] : []),
    ...(encoder.hubId === undefined ? [] : [vscode.l10n.t("downloaded")]),
    ...(isChosen ? [vscode.l10n.t("chosen")] : []),
    ...(runsOn === "wasm" ? [vscode.l10n.t("slow: in WebAssembly")] : []),
  ].join(" · ");
  item.iconPath = new vscode.ThemeIcon(
    "chip",
    isChosen ? new vscode.ThemeColor("testing.iconPassed") : undefined,
  );
  item.contextValue = `encoder${encoder.hubId === undefined ? "" : "-downloaded"}${isChosen ? "-chosen" : ""}`;
  item.tooltip = [
    encoder.hubId ?? encoder.name,
    ...(encoder.license === undefined ? [] : [vscode.l10n.t("License: {0}", encoder.license)]),
    vscode.l10n.t(
      "{0} layers, {1} heads, {2} dimensions, {3} weights",
      encoder.layers,
      encoder.heads,
      encoder.dimension,
      encoder.weightType,
    ),
    runsOn === null
      ? vscode.l10n.t("Does not run now; it would compute on: {0}", readProvider())
      : vscode.l10n.t("Computes on: {0}", runsOn),
    ...refused.map(({ provider, reason }) =>
      vscode.l10n.t("Not on {0}: {1}", provider, reason ?? ""),
    ),
  ].join("\n");
  return item;
}

/** The name of a language in the editor's own; "mul" stands for many. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(vscode.env.language, { type: "language" }).of(code) ?? code;
  } catch {
    return code; // a model's card may name anything
  }
}
