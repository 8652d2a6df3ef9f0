// Builds the page as it ships and serves it under the extension's own policy.
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { writePage } from "../../src/vscode/panel/html.ts";
import { themeVariables, vscodeTheme, WEBVIEW_DEFAULTS, type ThemeName } from "./vscodeThemes.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const FOLDER = join(ROOT, "out/page");
const NONCE = "bm9uY2Ugb2YgdGhlIHRlc3Q";

/** Builds the page as it ships, into a folder of the tests. */
export async function buildPage(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await build({
    entryPoints: [join(ROOT, "webview-ui/main.ts"), join(ROOT, "webview-ui/styles/page.css")],
    entryNames: "[name]",
    outdir: FOLDER,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2023",
    logLevel: "warning",
  });
  for (const file of ["codicon.css", "codicon.ttf"])
    await copyFile(join(ROOT, "node_modules/@vscode/codicons/dist", file), join(FOLDER, file));
}

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".ttf": "font/ttf",
};

/** Serves the page under the extension's own policy; theme and language are part of the address. */
export async function servePage(): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const theme = (url.searchParams.get("theme") ?? "dark") as ThemeName;
    const origin = `http://${request.headers.host}`;
    const answer = async (): Promise<{ type: string; body: string | Buffer }> => {
      if (url.pathname === "/")
        return {
          type: "text/html",
          body: pageHtml(origin, theme, url.searchParams.get("language") ?? "en"),
        };
      if (url.pathname === "/favicon.ico") return { type: "image/x-icon", body: "" };
      if (url.pathname === "/theme.css") return { type: "text/css", body: themeCss(theme) };
      const body = await readFile(join(FOLDER, url.pathname.replace(/[^\w.]/g, "")));
      return { type: TYPES[extname(url.pathname)] ?? "application/octet-stream", body };
    };
    answer().then(
      ({ type, body }) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function pageHtml(origin: string, theme: ThemeName, language: string): string {
  const assets = {
    cspSource: origin,
    script: `${origin}/main.js`,
    style: `${origin}/page.css`,
    codicons: `${origin}/codicon.css`,
    language,
    title: "Wordfield",
  };
  // What VS Code adds to a webview's own HTML: its default styles, the theme's variables and classes.
  return writePage(assets, NONCE)
    .replace("<meta name=", `<link rel="stylesheet" href="/theme.css?theme=${theme}" /><meta name=`)
    .replace("<body>", `<body class="${vscodeTheme(theme).bodyClass}">`);
}

function themeCss(theme: ThemeName): string {
  const variables = Object.entries(themeVariables(theme)).map(
    ([key, value]) => `${key}: ${value};`,
  );
  return `:root { ${variables.join("\n")} }\n${WEBVIEW_DEFAULTS}`;
}
