/** Documents in which results are told: read-only Markdown, shown as a page. */
import * as vscode from "vscode";

const SCHEME = "wordfield-report";

/** Holds the text of reports for the editor. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  /** Fires when a report of a name is replaced by a newer one. */
  readonly onDidChange = this.#changed.event;

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#texts.clear();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "";
  }

  /** Shows a report; one of the same name is replaced. Without the editor's preview of Markdown it is shown as it is. */
  async show(name: string, markdown: string): Promise<vscode.Uri> {
    const path = `/${name.replace(/[\\/]/g, "-")}.md`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    this.#texts.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    // Its command is there only once it has been asked for.
    if (vscode.extensions.getExtension("vscode.markdown-language-features"))
      await vscode.commands.executeCommand("markdown.showPreview", uri);
    else await vscode.window.showTextDocument(uri);
    return uri;
  }
}
