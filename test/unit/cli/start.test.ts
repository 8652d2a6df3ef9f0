import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const keepsCompiledCode = Number.parseInt(process.versions.node) >= 22;

describe("the command line, when it is started", () => {
  let entry: string;

  beforeAll(async () => {
    entry = await builtCommandLine();
  }, BUILD_TIMEOUT_MS);

  const version = (env: NodeJS.ProcessEnv) =>
    runCommandLine(entry, ["--version"], { env: { ...process.env, ...env } });

  it.runIf(keepsCompiledCode && process.platform === "linux")(
    "keeps what V8 compiled in the user's folder for caches, and starts from there",
    async () => {
      const folder = await temporaryFolder({});
      const first = await version({ XDG_CACHE_HOME: folder });
      const [ofThisNode] = await readdir(join(folder, "wordfield", "compiled"));
      const files = await readdir(join(folder, "wordfield", "compiled", ofThisNode!));
      expect(files.length).toBeGreaterThan(0);
      expect(await version({ XDG_CACHE_HOME: folder })).toEqual(first);
      expect(first).toMatchObject({ exitCode: 0, err: "" });
    },
  );

  it("starts where there can be no such folder", async () => {
    const folder = await temporaryFolder({ "a file": "" });
    const { exitCode, err } = await version({ XDG_CACHE_HOME: join(folder, "a file") });
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
  });

  it.runIf(keepsCompiledCode)(
    "keeps nothing where Node is told to keep nothing, or has another folder for it",
    async () => {
      const [folder, other] = [await temporaryFolder({}), await temporaryFolder({})];
      await version({ XDG_CACHE_HOME: folder, NODE_DISABLE_COMPILE_CACHE: "1" });
      await version({ XDG_CACHE_HOME: folder, NODE_COMPILE_CACHE: other });
      expect(await readdir(folder)).toEqual([]);
      expect(await readdir(other)).not.toEqual([]);
    },
  );

  it.runIf(keepsCompiledCode && process.platform === "linux")(
    "does not mind code that was damaged",
    async () => {
      const folder = await temporaryFolder({});
      await version({ XDG_CACHE_HOME: folder });
      const kept = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = kept.filter((entry) => entry.isFile());
      expect(files.length).toBeGreaterThan(0);
      for (const { parentPath, name } of files) await writeFile(join(parentPath, name), "damaged");
      const { exitCode, err } = await version({ XDG_CACHE_HOME: folder });
      expect({ exitCode, err }).toEqual({ exitCode: 0, err: "" });
    },
  );
});
