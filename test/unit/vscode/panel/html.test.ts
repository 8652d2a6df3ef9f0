import { describe, expect, it } from "vitest";
import { writePage } from "../../../../src/vscode/panel/html.ts";

const page = writePage(
  {
    cspSource: "https://*.vscode-cdn.net",
    script: "https://host/dist/webview/main.js",
    style: "https://host/dist/webview/page.css",
    codicons: "https://host/dist/webview/codicon.css",
    language: 'en"><script>',
    title: "Wordfield",
  },
  "0123abcd",
);

describe("writePage", () => {
  it("allows nothing but its own script, styles, fonts and pictures", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
    expect(policy?.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-0123abcd'",
      "style-src https://*.vscode-cdn.net",
      "font-src https://*.vscode-cdn.net",
      "img-src https://*.vscode-cdn.net data: blob:",
    ]);
  });

  it("runs one script, a module with the nonce, and no inline code", () => {
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain(
      '<script type="module" nonce="0123abcd" src="https://host/dist/webview/main.js"></script>',
    );
    expect(page).not.toMatch(/<style|style="|onload=/);
  });

  it("marks the icon font as its components look for it", () => {
    expect(page).toContain('id="vscode-codicon-stylesheet"');
  });

  it("lets no value leave its attribute", () => {
    expect(page).toContain('<html lang="en&quot;&gt;&lt;script&gt;">');
  });
});
