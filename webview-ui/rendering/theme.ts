/** The colors of the editor's theme, as the map needs them. */
import { dimShare, mix, parseColor, type Rgb } from "./colors.ts";

/** The theme in numbers. */
export interface Theme {
  readonly kind: "dark" | "light" | "contrast";
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly dim: Rgb;
  /** Similarity, as in the bars. */
  readonly similarity: Rgb;
  readonly focus: Rgb;
  /** What looks near and is not. */
  readonly warning: Rgb;
  /** Before, and after. */
  readonly minus: Rgb;
  readonly plus: Rgb;
  readonly fontFamily: string;
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** Reads the theme where an element stands; colors that the theme leaves out get its ends. */
export function readTheme(element: HTMLElement): Theme {
  const { classList } = document.body;
  const contrasting =
    classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light");
  const light =
    classList.contains("vscode-light") || classList.contains("vscode-high-contrast-light");
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const read = (variable: string, missing: Rgb): Rgb => {
    // Only a property that takes colors resolves var() and color-mix(); a custom property gives its text back.
    probe.style.color = "";
    probe.style.color = `var(${variable}, transparent)`;
    const color = parseColor(getComputedStyle(probe).color);
    return color && color.alpha > 0.5 ? color.rgb : missing;
  };
  const background = read("--vscode-editor-background", light ? WHITE : BLACK);
  const foreground = read("--vscode-foreground", light ? BLACK : WHITE);
  const theme: Theme = {
    kind: contrasting ? "contrast" : light ? "light" : "dark",
    background,
    foreground,
    dim: read("--wf-dim", mix(foreground, background, 0.74)),
    similarity: read("--wf-s3", foreground),
    focus: read("--vscode-focusBorder", foreground),
    warning: read("--wf-minus", foreground),
    minus: read("--wf-minus", foreground),
    plus: read("--wf-plus", foreground),
    fontFamily: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return theme;
}

/** Raises the share of the foreground in secondary text until it can be read everywhere it stands. */
export function adjustDim(element: HTMLElement): void {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const read = (variable: string): Rgb | null => {
    probe.style.color = "";
    probe.style.color = `var(${variable}, transparent)`;
    const color = parseColor(getComputedStyle(probe).color);
    return color?.alpha === 1 ? color.rgb : null;
  };
  const foreground = read("--vscode-foreground");
  const background = read("--vscode-editor-background");
  if (foreground && background) {
    const others = ["--vscode-list-hoverBackground", "--vscode-list-activeSelectionBackground"]
      .map(read)
      .filter((color) => color !== null);
    const share = dimShare(foreground, [background, ...others], 0.74);
    element.style.setProperty("--wf-dim-share", `${Math.round(share * 100)}%`);
  }
  probe.remove();
}

/** Calls back after every change of theme, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  const attributes = ["class", "style", "data-vscode-theme-id"];
  // VS Code writes the variables to the style of the root and the kind of the theme to the classes of the body.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: attributes });
  observer.observe(document.body, { attributes: true, attributeFilter: attributes });
  return () => observer.disconnect();
}
