import { createHash } from "node:crypto";

/**
 * Names the folder below the global storage in which the models of a workspace lie.
 *
 * It is the same in every window on that workspace. VS Code's own `storageUri` is not: a second window on the same
 * workspace is given another folder, and what it writes there is not seen again.
 *
 * `workspaceUri` is that of the workspace file or of the one folder; undefined in an empty window.
 */
export function modelsFolderName(workspaceUri: string | undefined): string {
  if (workspaceUri === undefined) return "models";
  const hash = createHash("sha256").update(workspaceUri).digest("hex").slice(0, 16);
  const name = workspaceUri.replace(/\/+$/, "").replace(/^.*\//s, "");
  return `models-${toPlainName(name)}${hash}`;
}

/** Keeps what a person recognizes and every file system takes; the hash tells apart what this makes alike. */
function toPlainName(encoded: string): string {
  const plain = encoded.replace(/%[0-9A-F]{2}/gi, "").replace(/[^\w-]/g, "");
  return plain === "" ? "" : `${plain.slice(0, 40)}-`;
}
