// The rules of nested .gitignore files, as git applies them.

import ignore, { type Ignore } from "ignore";

/** The rules that hold in one folder: its own and those of the folders above, whose paths they are relative to. */
export class IgnoreRules {
  readonly #rules: Ignore;
  readonly #lines: readonly string[];

  private constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#rules = ignore({ ignorecase: false }).add([...lines]);
  }

  /** No rules. */
  static readonly none = new IgnoreRules([]);

  /**
   * Adds the rules of a folder's .gitignore; the later ones win.
   *
   * Shapes: `folder` is relative to the root, with "/", empty for the root itself.
   */
  extend(folder: string, gitignore: string): IgnoreRules {
    const added = gitignore
      .replace(/^\ufeff/, "")
      .split(/\r?\n/)
      .map((line) => anchor(line, folder))
      .filter((line) => line !== undefined);
    return added.length === 0 ? this : new IgnoreRules([...this.#lines, ...added]);
  }

  /** Tells whether a file, or with `isFolder` a folder, is ignored. Shapes: `path` is relative to the root, with "/". */
  ignores(path: string, isFolder: boolean): boolean {
    return this.#lines.length > 0 && this.#rules.ignores(isFolder ? `${path}/` : path);
  }
}

/** Rewrites a pattern that is relative to a folder as one that is relative to the root. */
function anchor(line: string, folder: string): string | undefined {
  if (line.trim() === "" || line.startsWith("#")) return undefined;
  if (folder === "") return line;
  const negation = line.startsWith("!") ? "!" : "";
  const pattern = line.slice(negation.length).replace(/^\\(?=[#!])/, "");
  const prefix = `/${folder.replace(/[\\*?[\]]/g, "\\$&")}/`;
  // Without a slash before its end, a pattern holds at any depth.
  const isAnchored = pattern.trimEnd().replace(/\/$/, "").includes("/");
  return negation + prefix + (isAnchored ? pattern.replace(/^\//, "") : `**/${pattern}`);
}
