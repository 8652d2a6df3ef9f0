import { chmod, link, rename, symlink, truncate } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { findFiles, type FileSelection } from "../../../src/corpus/files.node.ts";
import { withoutPrivileges } from "./withoutPrivileges.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const MEGABYTE = 2 ** 20;
const select = (paths: string[], change: Partial<FileSelection> = {}): FileSelection => ({
  paths,
  exclude: [],
  useIgnoreFiles: true,
  maximumFileBytes: 64 * MEGABYTE,
  ...change,
});

/** Finds in a folder and returns names relative to it. */
async function find(folder: string, change: Partial<FileSelection> = {}) {
  const { files, skipped } = await findFiles(select([folder], change));
  const nameOf = (path: string) => relative(folder, path).replaceAll("\\", "/");
  return {
    files: files.map(({ path }) => nameOf(path)),
    skipped: Object.fromEntries(skipped.map(({ path, reason }) => [nameOf(path), reason])),
  };
}

describe("findFiles", () => {
  it("finds files of any name with their sizes, in the order of their paths", async () => {
    const folder = await temporaryFolder({
      "b.txt": "12345",
      "a/two words.txt": "",
      "größe/汉字 😀.md": "汉",
      ".hidden": "x",
      "z/y/x/deep": "x",
    });
    const { files, skipped } = await findFiles(select([folder]));
    expect(files).toEqual([
      { path: join(folder, ".hidden"), bytes: 1 },
      { path: join(folder, "a", "two words.txt"), bytes: 0 },
      { path: join(folder, "b.txt"), bytes: 5 },
      { path: join(folder, "größe", "汉字 😀.md"), bytes: 3 },
      { path: join(folder, "z", "y", "x", "deep"), bytes: 1 },
    ]);
    expect(skipped).toEqual([]);
  });

  it("takes only what is included, by pattern or by folder, besides files that are named", async () => {
    const folder = await temporaryFolder({
      "a.md": "x",
      "b.txt": "x",
      "docs/c.txt": "x",
      "docs/deep/d.md": "x",
      "src/docs/e.txt": "x",
      "src/f.MD": "x",
    });
    const included = async (...include: string[]) => (await find(folder, { include })).files;
    expect(await included("**/*.md")).toEqual(["a.md", "docs/deep/d.md"]);
    expect(await included("docs")).toEqual(["docs/c.txt", "docs/deep/d.md"]);
    expect(await included("./docs/", "b.txt")).toEqual(["b.txt", "docs/c.txt", "docs/deep/d.md"]);
    expect(await included("**/docs/*.txt")).toEqual(["docs/c.txt", "src/docs/e.txt"]);
    expect(await included("")).toHaveLength(6);
    const both = { include: ["**/*.md"], exclude: ["docs"] };
    expect((await find(folder, both)).files).toEqual(["a.md"]);
    const { files } = await findFiles(select([join(folder, "b.txt")], { include: ["*.md"] }));
    expect(files).toHaveLength(1);
  });

  it("skips what is too large, by its size alone", async () => {
    const folder = await temporaryFolder({ "server.log": "", "small.txt": "x" });
    await truncate(join(folder, "server.log"), 200 * MEGABYTE);
    expect(await find(folder)).toEqual({
      files: ["small.txt"],
      skipped: { "server.log": "too large: 200 MB, limit 64 MB" },
    });
  });

  it("skips what is binary by its extension", async () => {
    const folder = await temporaryFolder({
      "a.PNG": "",
      "b.tar.gz": "",
      "c.wasm": "",
      png: "",
      ".gz": "",
    });
    expect(await find(folder)).toEqual({
      files: [".gz", "png"],
      skipped: { "a.PNG": "binary", "b.tar.gz": "binary", "c.wasm": "binary" },
    });
  });

  it("skips what a compiler writes beside its output, by its name", async () => {
    const folder = await temporaryFolder({ "a.js.map": "{}", "b.d.ts.MAP": "{}", "c.map": "" });
    expect(await find(folder)).toEqual({
      files: ["c.map"],
      skipped: { "a.js.map": "source map", "b.d.ts.MAP": "source map" },
    });
  });

  it("leaves out what matches a pattern, and everything below a matching folder", async () => {
    const folder = await temporaryFolder({
      "node_modules/a/b.js": "",
      "src/node_modules/c.js": "",
      "src/.cache/d.js": "",
      "src/e.min.js": "",
      "src/f.js": "",
      "only.md": "",
      "src/only.md": "",
      "[x].txt": "",
    });
    const exclude = ["**/node_modules", "**/.cache/**", "**/*.min.js", "*.md", "", "!**/*.js", "["];
    expect((await find(folder, { exclude })).files).toEqual(["[x].txt", "src/f.js", "src/only.md"]);
  });

  it("takes a file that is named even where patterns and ignore files exclude it", async () => {
    const folder = await temporaryFolder({ "a.log": "x", ".gitignore": "*.log" });
    const { files } = await findFiles(select([join(folder, "a.log")], { exclude: ["**/*.log"] }));
    expect(files).toEqual([{ path: join(folder, "a.log"), bytes: 1 }]);
  });

  it("never enters .git", async () => {
    const folder = await temporaryFolder({
      ".git/config": "",
      "sub/.git": "gitdir: x",
      "a.txt": "",
    });
    expect((await find(folder, { useIgnoreFiles: false })).files).toEqual(["a.txt"]);
  });

  it("finds each file once where the selection's folders overlap", async () => {
    const folder = await temporaryFolder({ "a/b.txt": "", "c.txt": "" });
    const paths = [join(folder, "a", "b.txt"), join(folder, "a"), folder, `${folder}/`];
    const { files } = await findFiles(select(paths));
    expect(files.map(({ path }) => path)).toEqual([
      join(folder, "a", "b.txt"),
      join(folder, "c.txt"),
    ]);
  });

  it("says in a sentence which path does not exist", async () => {
    const folder = await temporaryFolder({ file: "" });
    for (const missing of [join(folder, "missing"), join(folder, "file", "below")])
      await expect(findFiles(select([folder, missing]))).rejects.toMatchObject({
        code: "bad-input",
        message: expect.stringContaining(`${missing} does not exist.`) as string,
      });
  });

  it("stops when canceled", async () => {
    const folder = await temporaryFolder({ a: "" });
    await expect(findFiles(select([folder]), AbortSignal.abort())).rejects.toMatchObject({
      code: "canceled",
    });
  });
});

describe("findFiles with .gitignore files", () => {
  it("follows nested rules as git does", async () => {
    const folder = await temporaryFolder({
      ".gitignore": "\ufeff*.log\r\n/build/\n# no rule\n!keep.log\n\n",
      "a.log": "",
      "keep.log": "",
      "build/x.txt": "",
      "sub/build/x.txt": "",
      "sub/.gitignore": "!a.log\nlocal\n/anchored\ndir/inner.txt\n\\#hash\n",
      "sub/a.log": "",
      "sub/b.log": "",
      "sub/deep/local": "",
      "sub/anchored": "",
      "sub/deep/anchored": "",
      "sub/dir/inner.txt": "",
      "sub/deep/dir/inner.txt": "",
      "sub/#hash": "",
      local: "",
    });
    const rules = [".gitignore", "sub/.gitignore"];
    expect((await find(folder)).files).toEqual(
      [
        ...rules,
        "keep.log",
        "local",
        "sub/a.log",
        "sub/build/x.txt",
        "sub/deep/anchored",
        "sub/deep/dir/inner.txt",
      ].sort(),
    );
    expect((await find(folder, { useIgnoreFiles: false })).files).toHaveLength(15);
  });

  it("lets a deeper file take back a folder, and all that is in it", async () => {
    const folder = await temporaryFolder({
      ".gitignore": "out/\n",
      "a/.gitignore": "!out/\n",
      "a/out/x.txt": "",
      "b/out/x.txt": "",
    });
    expect((await find(folder)).files).toEqual([".gitignore", "a/.gitignore", "a/out/x.txt"]);
  });

  it("takes special characters of folder names as they are", async () => {
    const folder = await temporaryFolder({
      "[a] b*/.gitignore": "x\n",
      "[a] b*/x": "",
      "[a] b*/y": "",
      "a/x": "",
    });
    expect((await find(folder)).files).toEqual(["[a] b*/.gitignore", "[a] b*/y", "a/x"]);
  });

  it("reads on where .gitignore is a folder, nonsense or too large, and says so", async () => {
    const folder = await temporaryFolder({
      "a/.gitignore/x.txt": "",
      "b/.gitignore": "[z-a]\na[\n\\\n\xff\n/\n**\0\n",
      "b/x.txt": "",
      "c/.gitignore": "",
      "c/x.txt": "",
    });
    await truncate(join(folder, "c", ".gitignore"), 3 * MEGABYTE);
    const { files, skipped } = await find(folder);
    expect(files).toEqual(expect.arrayContaining(["a/.gitignore/x.txt", "b/x.txt", "c/x.txt"]));
    expect(skipped).toEqual({ "c/.gitignore": "rules not applied: too large: 3 MB, limit 1 MB" });
  });
});

describe("findFiles with links", () => {
  it("follows links, once to each folder and file, and prefers real names", async () => {
    const outside = await temporaryFolder({ "far.txt": "", "again/far2.txt": "" });
    const folder = await temporaryFolder({ "z/real.txt": "", "z/deep/x.txt": "" });
    await symlink(join(folder, "z", "real.txt"), join(folder, "a.txt"));
    await symlink(join(folder, "z"), join(folder, "b"), "dir");
    await symlink(outside, join(folder, "outside"), "dir");
    await symlink(join(outside, "again"), join(folder, "outside2"), "dir");
    expect(await find(folder)).toEqual({
      files: ["outside/again/far2.txt", "outside/far.txt", "z/deep/x.txt", "z/real.txt"],
      skipped: {},
    });
  });

  it("comes to an end in loops, and reports links that lead nowhere", async () => {
    const folder = await temporaryFolder({ "a/x.txt": "" });
    await symlink(folder, join(folder, "a", "up"), "dir");
    await symlink(join(folder, "a"), join(folder, "a", "self"), "dir");
    await symlink("ping", join(folder, "pong"));
    await symlink("pong", join(folder, "ping"));
    await symlink(join(folder, "nothing"), join(folder, "dangling"));
    expect(await find(folder)).toEqual({
      files: ["a/x.txt"],
      skipped: {
        dangling: "broken symbolic link",
        ping: "symbolic link loop",
        pong: "symbolic link loop",
      },
    });
  });

  it("does not follow a link to a folder around the one that is read", async () => {
    const around = await temporaryFolder({ "private.txt": "", "project/x.txt": "" });
    const folder = join(around, "project");
    await symlink("/", join(folder, "disk"), "dir");
    await symlink(around, join(folder, "around"), "dir");
    const reason = "symbolic link to a folder around the one that is read";
    expect(await find(folder)).toEqual({
      files: ["x.txt"],
      skipped: { around: reason, disk: reason },
    });
  });

  it("applies patterns and ignore rules to links and to what lies behind", async () => {
    const outside = await temporaryFolder({ "x.txt": "", "y.log": "", "z.tmp": "" });
    const folder = await temporaryFolder({ ".gitignore": "ignored/\n*.log\n" });
    await symlink(outside, join(folder, "ignored"), "dir");
    await symlink(outside, join(folder, "excluded"), "dir");
    await symlink(outside, join(folder, "taken"), "dir");
    const { files } = await find(folder, { exclude: ["excluded", "**/*.tmp"] });
    expect(files).toEqual([".gitignore", "taken/x.txt"]);
  });

  it("accepts a link as the folder to read", async () => {
    const folder = await temporaryFolder({ "real/x.txt": "" });
    await symlink(join(folder, "real"), join(folder, "link"), "dir");
    expect((await find(join(folder, "link"))).files).toEqual(["x.txt"]);
  });

  it("takes two hard links for two files", async () => {
    const folder = await temporaryFolder({ "a.txt": "" });
    await link(join(folder, "a.txt"), join(folder, "b.txt"));
    expect((await find(folder)).files).toEqual(["a.txt", "b.txt"]);
  });
});

describe("findFiles where the file system refuses", () => {
  it("reports a folder that may not be read, and goes on", async ({ skip }) => {
    skip(process.platform === "win32", "Windows knows no file modes");
    const folder = await temporaryFolder({
      "locked/x.txt": "",
      "open/y.txt": "",
      "open/.gitignore": "x",
    });
    await chmod(folder, 0o755);
    await chmod(join(folder, "locked"), 0o000);
    await chmod(join(folder, "open", ".gitignore"), 0o000);
    const result = await withoutPrivileges(() => find(folder));
    await chmod(join(folder, "locked"), 0o755);
    expect(result).toEqual({
      files: ["open/.gitignore", "open/y.txt"],
      skipped: {
        locked: "permission denied",
        "open/.gitignore": "rules not applied: permission denied",
      },
    });
  });

  it("reports names that are not valid UTF-8", async ({ skip }) => {
    skip(process.platform !== "linux", "other file systems refuse such names");
    const folder = await temporaryFolder({ "x.txt": "" });
    const name = Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.of(0xe9)]);
    await rename(join(folder, "x.txt"), name);
    expect(await find(folder)).toEqual({
      files: [],
      skipped: { "caf\ufffd": "name is not valid UTF-8" },
    });
  });
});
