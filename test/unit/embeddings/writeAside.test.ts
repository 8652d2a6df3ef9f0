import { spawnSync } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { removeStaleTemporaryFiles, writeAside } from "../../../src/embeddings/writeAside.node.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

describe("writeAside", () => {
  it("shows the file under its name only when it is complete", async () => {
    const folder = await temporaryFolder({ "a.vec": "old" });
    const path = join(folder, "a.vec");
    await writeAside(path, async (append) => {
      await append(Buffer.from("new "));
      expect(await readFile(path, "utf8")).toBe("old");
      expect(await readdir(folder)).toHaveLength(2);
      await append(Buffer.from("text"));
    });
    expect(await readFile(path, "utf8")).toBe("new text");
    expect(await readdir(folder)).toEqual(["a.vec"]);
  });

  it("leaves nothing behind when writing fails", async () => {
    const folder = await temporaryFolder();
    const failure = new Error("no more rows");
    const writing = writeAside(join(folder, "a.vec"), async (append) => {
      await append(Buffer.from("half"));
      throw failure;
    });
    await expect(writing).rejects.toBe(failure);
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves nothing behind when it is canceled between slices", async () => {
    const folder = await temporaryFolder();
    const controller = new AbortController();
    const writing = writeAside(
      join(folder, "a.vec"),
      async (append) => {
        await append(Buffer.from("half"));
        controller.abort();
        await append(Buffer.from("other half"));
      },
      controller.signal,
    );
    await expect(writing).rejects.toMatchObject({ code: "canceled" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("says that a folder has the name", async () => {
    const folder = await temporaryFolder({ "a.vec/file": "" });
    const writing = writeAside(join(folder, "a.vec"), (append) => append(Buffer.from("text")));
    await expect(writing).rejects.toMatchObject({ code: "file-unwritable" });
    expect(await readdir(folder)).toEqual(["a.vec"]);
  });
});

describe("removeStaleTemporaryFiles", () => {
  it("removes what a gone process began, and nothing else", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const kept = [
      `.m.safetensors.${process.pid}.0123456789ab.tmp`, // this process is still writing
      `.m.safetensors.${gone}.tmp`,
      "m.safetensors",
      "notes.tmp",
    ];
    const stale = `.m 1.safetensors.${gone}.0123456789ab.tmp`;
    const folder = await temporaryFolder(
      Object.fromEntries([...kept, stale].map((name) => [name, "x"])),
    );
    await removeStaleTemporaryFiles(folder);
    expect((await readdir(folder)).sort()).toEqual(kept.sort());
  });
});
