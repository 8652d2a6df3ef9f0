/** Where the panel's page is shown: in an editor tab, or in a view of the panel area. */
import * as vscode from "vscode";

/** Where the user wants the panel. */
export type PanelLocation = "editor" | "panelArea";

/** A place that has the page. */
export interface Surface {
  readonly location: PanelLocation;
  readonly webview: vscode.Webview;
  readonly visible: boolean;
  readonly onDidDispose: vscode.Event<void>;
  /** Something changed of how it is seen; `visible` says what. */
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  reveal(): void;
  /** Closes it. A view of the panel area stays where it is, and is hidden by its `when`. */
  close(): void;
  /** Where editors open, so that they do not cover the page. */
  columnForEditors(): vscode.ViewColumn;
}

/** Adopts an editor tab. */
export function editorSurface(panel: vscode.WebviewPanel, extensionUri: vscode.Uri): Surface {
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, "media", "panelLight.svg"),
    dark: vscode.Uri.joinPath(extensionUri, "media", "panelDark.svg"),
  };
  return {
    location: "editor",
    webview: panel.webview,
    get visible() {
      return panel.visible;
    },
    onDidDispose: panel.onDidDispose,
    onDidChangeVisibility: panel.onDidChangeViewState,
    reveal: () => panel.reveal(),
    close: () => {
      panel.dispose();
    },
    columnForEditors: () =>
      panel.viewColumn === undefined || panel.viewColumn === vscode.ViewColumn.One
        ? vscode.ViewColumn.Two
        : vscode.ViewColumn.One,
  };
}

/** Adopts a view of the panel area. */
export function viewSurface(view: vscode.WebviewView): Surface {
  return {
    location: "panelArea",
    webview: view.webview,
    get visible() {
      return view.visible;
    },
    onDidDispose: view.onDidDispose,
    onDidChangeVisibility: view.onDidChangeVisibility,
    reveal: () => view.show(),
    close: () => undefined,
    columnForEditors: () => vscode.window.activeTextEditor?.viewColumn ?? vscode.ViewColumn.One,
  };
}
