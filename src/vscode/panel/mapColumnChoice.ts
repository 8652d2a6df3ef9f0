/** What the panel's map is colored by: the table that the user has chosen stays with the host. */
import { basename } from "node:path";
import * as vscode from "vscode";
import { WordfieldError } from "../../errors.ts";
import type { Calls } from "../../protocol/channel.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import type { ColumnSource } from "../../protocol/wordColumnMessages.ts";

/** The choice of one panel. */
export class MapColumnChoice {
  readonly #calls: Calls<EngineRequests>;
  #table: Extract<ColumnSource, { readonly of: "table" }> | undefined;

  constructor(calls: Calls<EngineRequests>) {
    this.#calls = calls;
  }

  /** Where the words' descriptions come from. Errors: `bad-input` for a table before one was chosen. */
  sourceOf(of: ColumnSource["of"]): ColumnSource {
    if (of !== "table") return { of };
    if (this.#table) return this.#table;
    throw new WordfieldError("bad-input", "There is no table to color by. Choose one first.");
  }

  /**
   * Asks for a table and, where it has several, for one of its columns; `name` is null where the user has thought better of
   * it. Errors: those of reading the table.
   */
  async choose(): Promise<{ readonly name: string | null }> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const [file] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t("Color the Map by a Column"),
        openLabel: vscode.l10n.t("Choose Table"),
        filters: { [vscode.l10n.t("Tables")]: ["tsv", "csv", "tab", "txt"] },
        ...(folder ? { defaultUri: folder } : {}),
      })) ?? [];
    if (!file) return { name: null };
    const { columns } = await this.#calls.listColumns({ path: file.fsPath });
    const items = columns.map((label, i) => ({ label, column: i + 1 }));
    const picked =
      items.length === 1
        ? items[0]
        : await vscode.window.showQuickPick(items, {
            title: basename(file.fsPath),
            placeHolder: vscode.l10n.t("Choose the column that says something of each word"),
          });
    if (!picked) return { name: null };
    this.#table = { of: "table", path: file.fsPath, column: picked.column };
    return { name: picked.label };
  }
}
