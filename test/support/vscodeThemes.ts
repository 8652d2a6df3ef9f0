// The colors that VS Code gives to a webview, for its default themes.

/** The themes that pictures and tests use. */
export type ThemeName = "dark" | "light" | "contrast" | "contrastLight";

/** One theme: the classes of the body, and the values of the variables. */
export interface VscodeTheme {
  readonly bodyClass: string;
  readonly colors: Readonly<Record<string, string>>;
}

const FONTS = {
  "font-family":
    '-apple-system, BlinkMacSystemFont, "Segoe WPC", "Segoe UI", system-ui, "Ubuntu", "Inter", "Droid Sans", sans-serif',
  "font-size": "13px",
  "font-weight": "normal",
  "editor-font-family": '"Droid Sans Mono", "DejaVu Sans Mono", monospace',
  "editor-font-size": "14px",
};

const dark: VscodeTheme = {
  bodyClass: "vscode-dark", // Dark Modern
  colors: {
    "editor-background": "#1f1f1f",
    "editor-foreground": "#cccccc",
    foreground: "#cccccc",
    descriptionForeground: "#9d9d9d",
    disabledForeground: "#cccccc80",
    "icon-foreground": "#cccccc",
    "panel-border": "#2b2b2b",
    "widget-border": "#313131",
    "widget-shadow": "#0000005c",
    "input-background": "#313131",
    "input-border": "#3c3c3c",
    "input-foreground": "#cccccc",
    "input-placeholderForeground": "#989898",
    focusBorder: "#0078d4",
    "button-background": "#0078d4",
    "button-foreground": "#ffffff",
    "button-hoverBackground": "#026ec1",
    "button-border": "#ffffff12",
    "button-secondaryBackground": "#313131",
    "button-secondaryForeground": "#cccccc",
    "button-secondaryHoverBackground": "#3c3c3c",
    "list-hoverBackground": "#2a2d2e",
    "list-activeSelectionBackground": "#04395e",
    "list-activeSelectionForeground": "#ffffff",
    "list-inactiveSelectionBackground": "#37373d",
    "list-focusOutline": "#0078d4",
    "list-highlightForeground": "#2aaaff",
    "textLink-foreground": "#4daafc",
    "textCodeBlock-background": "#2b2b2b",
    "badge-background": "#616161",
    "badge-foreground": "#f8f8f8",
    "progressBar-background": "#0078d4",
    "editorWidget-background": "#202020",
    "editorWidget-foreground": "#cccccc",
    "editorHoverWidget-background": "#202020",
    "editorHoverWidget-foreground": "#cccccc",
    "editorHoverWidget-border": "#454545",
    "menu-border": "#454545",
    "menu-separatorBackground": "#454545",
    "toolbar-hoverBackground": "#5a5d5e50",
    errorForeground: "#f85149",
    "editorWarning-foreground": "#cca700",
    "testing-iconPassed": "#73c991",
    "editor-findMatchHighlightBackground": "#ea5c0055",
    "panelTitle-activeBorder": "#0078d4",
    "panelTitle-activeForeground": "#cccccc",
    "panelTitle-inactiveForeground": "#9d9d9d",
    "sash-hoverBorder": "#0078d4",
    "scrollbarSlider-background": "#79797966",
    "inputValidation-warningBackground": "#352a05",
    "inputValidation-warningBorder": "#b89500",
    "inputValidation-errorBackground": "#5a1d1d",
    "inputValidation-errorBorder": "#be1100",
  },
};

const light: VscodeTheme = {
  bodyClass: "vscode-light", // Light Modern
  colors: {
    "editor-background": "#ffffff",
    "editor-foreground": "#3b3b3b",
    foreground: "#3b3b3b",
    descriptionForeground: "#3b3b3b",
    disabledForeground: "#61616180",
    "icon-foreground": "#3b3b3b",
    "panel-border": "#e5e5e5",
    "widget-border": "#e5e5e5",
    "widget-shadow": "#00000029",
    "input-background": "#ffffff",
    "input-border": "#cecece",
    "input-foreground": "#3b3b3b",
    "input-placeholderForeground": "#767676",
    focusBorder: "#005fb8",
    "button-background": "#005fb8",
    "button-foreground": "#ffffff",
    "button-hoverBackground": "#0258a8",
    "button-border": "#0000001a",
    "button-secondaryBackground": "#e5e5e5",
    "button-secondaryForeground": "#3b3b3b",
    "button-secondaryHoverBackground": "#cccccc",
    "list-hoverBackground": "#f2f2f2",
    "list-activeSelectionBackground": "#e8e8e8",
    "list-activeSelectionForeground": "#000000",
    "list-inactiveSelectionBackground": "#e4e6f1",
    "list-focusOutline": "#005fb8",
    "list-highlightForeground": "#0066bf",
    "textLink-foreground": "#005fb8",
    "textCodeBlock-background": "#f8f8f8",
    "badge-background": "#cccccc",
    "badge-foreground": "#3b3b3b",
    "progressBar-background": "#005fb8",
    "editorWidget-background": "#f8f8f8",
    "editorWidget-foreground": "#3b3b3b",
    "editorHoverWidget-background": "#f8f8f8",
    "editorHoverWidget-foreground": "#3b3b3b",
    "editorHoverWidget-border": "#c8c8c8",
    "menu-border": "#cecece",
    "menu-separatorBackground": "#d4d4d4",
    "toolbar-hoverBackground": "#b8b8b850",
    errorForeground: "#f85149",
    "editorWarning-foreground": "#bf8803",
    "testing-iconPassed": "#388a34",
    "editor-findMatchHighlightBackground": "#ea5c0055",
    "panelTitle-activeBorder": "#005fb8",
    "panelTitle-activeForeground": "#3b3b3b",
    "panelTitle-inactiveForeground": "#3b3b3b",
    "sash-hoverBorder": "#005fb8",
    "scrollbarSlider-background": "#64646466",
    "inputValidation-warningBackground": "#f6f5d2",
    "inputValidation-warningBorder": "#b89500",
    "inputValidation-errorBackground": "#f2dede",
    "inputValidation-errorBorder": "#be1100",
  },
};

const contrast: VscodeTheme = {
  bodyClass: "vscode-high-contrast",
  colors: {
    contrastBorder: "#6fc3df",
    contrastActiveBorder: "#f38518",
    "editor-background": "#000000",
    "editor-foreground": "#ffffff",
    foreground: "#ffffff",
    descriptionForeground: "#ffffffb3",
    disabledForeground: "#a5a5a5",
    "icon-foreground": "#ffffff",
    "panel-border": "#6fc3df",
    "widget-border": "#6fc3df",
    "input-background": "#000000",
    "input-border": "#6fc3df",
    "input-foreground": "#ffffff",
    "input-placeholderForeground": "#ffffffb3",
    focusBorder: "#f38518",
    "button-background": "#000000",
    "button-foreground": "#ffffff",
    "button-border": "#6fc3df",
    "button-secondaryForeground": "#ffffff",
    "button-secondaryBackground": "#000000",
    "list-hoverBackground": "#ffffff1a",
    "list-focusOutline": "#f38518",
    "list-highlightForeground": "#f38518",
    "textLink-foreground": "#21a6ff",
    "textCodeBlock-background": "#000000",
    "badge-background": "#000000",
    "badge-foreground": "#ffffff",
    "progressBar-background": "#6fc3df",
    "editorWidget-background": "#0c141f",
    "editorWidget-foreground": "#ffffff",
    "editorHoverWidget-background": "#0c141f",
    "editorHoverWidget-foreground": "#ffffff",
    "editorHoverWidget-border": "#6fc3df",
    "menu-border": "#6fc3df",
    errorForeground: "#f48771",
    "editorWarning-foreground": "#ffd370",
    "testing-iconPassed": "#73c991",
    "panelTitle-activeBorder": "#6fc3df",
    "panelTitle-activeForeground": "#ffffff",
    "panelTitle-inactiveForeground": "#ffffff",
    "sash-hoverBorder": "#f38518",
    "scrollbarSlider-background": "#6fc3df99",
    "inputValidation-warningBackground": "#000000",
    "inputValidation-warningBorder": "#6fc3df",
    "inputValidation-errorBackground": "#000000",
    "inputValidation-errorBorder": "#6fc3df",
  },
};

const contrastLight: VscodeTheme = {
  // VS Code adds the older class too.
  bodyClass: "vscode-high-contrast-light vscode-high-contrast",
  colors: {
    contrastBorder: "#0f4a85",
    contrastActiveBorder: "#006bbd",
    "editor-background": "#ffffff",
    "editor-foreground": "#292929",
    foreground: "#292929",
    descriptionForeground: "#292929b3",
    disabledForeground: "#7f7f7f",
    "icon-foreground": "#292929",
    "panel-border": "#0f4a85",
    "widget-border": "#0f4a85",
    "input-background": "#ffffff",
    "input-border": "#0f4a85",
    "input-foreground": "#292929",
    "input-placeholderForeground": "#292929b3",
    focusBorder: "#006bbd",
    "button-background": "#0f4a85",
    "button-foreground": "#ffffff",
    "button-border": "#0f4a85",
    "button-hoverBackground": "#0f4a85",
    "button-secondaryBackground": "#ffffff",
    "button-secondaryForeground": "#292929",
    "list-hoverBackground": "#0f4a851a",
    "list-activeSelectionBackground": "#0f4a851a",
    "list-focusOutline": "#006bbd",
    "list-highlightForeground": "#0f4a85",
    "textLink-foreground": "#0f4a85",
    "textCodeBlock-background": "#f2f2f2",
    "badge-background": "#0f4a85",
    "badge-foreground": "#ffffff",
    "progressBar-background": "#0f4a85",
    "editorWidget-background": "#ffffff",
    "editorWidget-foreground": "#292929",
    "editorHoverWidget-background": "#ffffff",
    "editorHoverWidget-foreground": "#292929",
    "editorHoverWidget-border": "#0f4a85",
    "menu-border": "#0f4a85",
    errorForeground: "#b5200d",
    "editorWarning-foreground": "#895503",
    "testing-iconPassed": "#007100",
    "panelTitle-activeBorder": "#b5200d",
    "panelTitle-activeForeground": "#292929",
    "panelTitle-inactiveForeground": "#292929",
    "sash-hoverBorder": "#006bbd",
    "scrollbarSlider-background": "#0f4a8566",
    "inputValidation-warningBackground": "#ffffff",
    "inputValidation-warningBorder": "#0f4a85",
    "inputValidation-errorBackground": "#ffffff",
    "inputValidation-errorBorder": "#0f4a85",
  },
};

const THEMES: Readonly<Record<ThemeName, VscodeTheme>> = { dark, light, contrast, contrastLight };

/** Gives a theme. */
export function vscodeTheme(name: ThemeName): VscodeTheme {
  return THEMES[name];
}

/** The variables of a theme as VS Code names them. */
export function themeVariables(name: ThemeName): Readonly<Record<string, string>> {
  const entries = Object.entries({ ...FONTS, ...THEMES[name].colors });
  return Object.fromEntries(entries.map(([key, value]) => [`--vscode-${key}`, value]));
}

/** What VS Code puts before the styles of every webview. */
export const WEBVIEW_DEFAULTS = `@layer vscode-default {
  html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
  body {
    overscroll-behavior-x: none;
    background-color: transparent;
    color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight);
    font-size: var(--vscode-font-size);
    margin: 0;
    padding: 0 20px;
  }
  img, video { max-width: 100%; max-height: 100%; }
  a, a code { color: var(--vscode-textLink-foreground); }
  a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: var(--vscode-editor-font-family); color: var(--vscode-textPreformat-foreground); }
}`;
