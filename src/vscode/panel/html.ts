/** What the page is made of, as addresses that the webview may load. */
export interface PageAssets {
  /** The webview's own source, for the policy. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  readonly codicons: string;
  /** Language of the texts, for screen readers. */
  readonly language: string;
  readonly title: string;
}

/**
 * Writes the page: nothing is loaded but its own three files, and no script runs without the nonce.
 *
 * Images may be data (the map's export) and blobs; styles come from files alone, so that no text can bring its own.
 */
export function writePage(assets: PageAssets, nonce: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${assets.cspSource}`,
    `font-src ${assets.cspSource}`,
    `img-src ${assets.cspSource} data: blob:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(assets.language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeAttribute(assets.title)}</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escapeAttribute(assets.codicons)}" />
    <link rel="stylesheet" href="${escapeAttribute(assets.style)}" />
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${escapeAttribute(assets.script)}"></script>
  </body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
