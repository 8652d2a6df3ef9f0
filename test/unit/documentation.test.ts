import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { composeReadme } from "../../scripts/documents.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string) => readFileSync(join(ROOT, name), "utf8");
const manifest = JSON.parse(read("package.json")) as {
  version: string;
  scripts: Record<string, string>;
};
const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(ROOT, file)));

describe("the documents", () => {
  it("README lists every command and setting as the manifest has them", async () => {
    expect(await composeReadme()).toBe(read("README.md"));
  });

  it("ARCHITECTURE names every folder of src and no other", () => {
    const folders = readdirSync(join(ROOT, "src"))
      .filter((name) => statSync(join(ROOT, "src", name)).isDirectory())
      .map((name) => `src/${name}/`);
    const named = [...read("ARCHITECTURE.md").matchAll(/^\*\*`(src\/\w+\/)`\*\*/gm)].map(
      (match) => match[1],
    );
    expect(named.sort()).toEqual(folders.sort());
  });

  it("ARCHITECTURE stays short enough to be read", () => {
    expect(read("ARCHITECTURE.md").split("\n").length).toBeLessThanOrEqual(250);
  });

  it("CONTRIBUTING names every script and no other", () => {
    const named = [...read("CONTRIBUTING.md").matchAll(/^\| `npm (?:run )?([\w:]+)/gm)].map(
      (match) => match[1],
    );
    expect(named.sort()).toEqual(Object.keys(manifest.scripts).sort());
  });

  it("CHANGELOG has an entry for this version", () => {
    expect(read("CHANGELOG.md")).toContain(`\n## [${manifest.version}]`);
  });

  it("has no relative link that leads nowhere", () => {
    const broken = tracked
      .filter((file) => file.endsWith(".md") && !file.startsWith("test/fixtures/corpus/"))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|command:|#)([^)\s]+)\)/g)]
          .map((match) => match[1]!.replace(/#.*$/, ""))
          .filter((link) => !existsSync(resolve(ROOT, dirname(file), link)))
          .map((link) => `${file}: ${link}`),
      );
    expect(broken).toEqual([]);
  });

  it("has every path that ARCHITECTURE and CONTRIBUTING mention", () => {
    const missing = ["ARCHITECTURE.md", "CONTRIBUTING.md"].flatMap((document) =>
      [...read(document).matchAll(/`((?:src|webview-ui|test|docs|scripts)\/[\w./-]+)`/g)]
        .map((match) => match[1]!)
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${document}: ${path}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("the sources", () => {
  // British forms of words that this code base has reason to use; VS Code's API is American.
  const BRITISH =
    /\b(?:neighbour|colour|centre|normalis|initialis|serialis|behaviour|favour|labelled|labelling|modelled|modelling|cancelled|cancelling|catalogue)/i;

  it("are spelled as in American English", () => {
    const found = tracked
      .filter((file) => /^(?:src|webview-ui|test|scripts)\/.*\.(?:ts|mjs|cjs)$/.test(file))
      .filter((file) => file !== "test/unit/documentation.test.ts")
      .flatMap((file) => {
        const match = BRITISH.exec(read(file));
        return match ? [`${file}: ${match[0]}`] : [];
      });
    expect(found).toEqual([]);
  });
});
