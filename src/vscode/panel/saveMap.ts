/** Saves what the page has made of its map. */
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import type { MapPageRequests } from "../../protocol/mapPageMessages.ts";

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Asks where to, and writes the file aside before it takes the place of another.
 *
 * Errors: `bad-input` for a picture that is none; `file-unwritable` where the place cannot be written.
 */
export async function saveMap(
  { kind, content }: MapPageRequests["saveMap"]["params"],
  modelName = "map",
): Promise<MapPageRequests["saveMap"]["result"]> {
  const bytes = kind === "png" ? pngBytes(content) : new TextEncoder().encode(content);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${modelName}-map.${kind}`;
  const target = await vscode.window.showSaveDialog({
    filters: { [nameOf(kind)]: [kind] },
    title: vscode.l10n.t("Save Map"),
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return { isSaved: false };
  const aside = target.with({ path: `${target.path}.tmp` });
  try {
    await vscode.workspace.fs.writeFile(aside, bytes);
    await vscode.workspace.fs.rename(aside, target, { overwrite: true });
  } catch (thrown) {
    await vscode.workspace.fs.delete(aside).then(undefined, () => undefined); // may not be there
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new WordfieldError(
      "file-unwritable",
      `The map could not be saved as ${target.fsPath}: ${reason} Choose another place.`,
    );
  }
  return { isSaved: true };
}

function nameOf(kind: MapPageRequests["saveMap"]["params"]["kind"]): string {
  switch (kind) {
    case "png":
      return vscode.l10n.t("PNG image");
    case "svg":
      return vscode.l10n.t("SVG image");
    case "tsv":
      return vscode.l10n.t("Tab-separated values");
  }
}

function pngBytes(content: string): Uint8Array {
  const bytes = Buffer.from(content, "base64");
  if (!PNG_SIGNATURE.every((byte, i) => bytes[i] === byte))
    throw new WordfieldError("bad-input", "The panel sent a picture that is no PNG. Try it again.");
  return bytes;
}
