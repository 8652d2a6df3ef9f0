import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { describeRuntimeLibraries } from "../../../scripts/encoderFiles.mjs";
import { createConnection } from "../../../src/downloads/connection.node.ts";
import { downloadLibraries } from "../../../src/downloads/runtimeLibraries.node.ts";
import { startNuget, zipOf } from "../../support/nugetServer.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const SOURCE = requireSource();
const LIBRARIES = Object.fromEntries(SOURCE.files.map((path) => [path, `library ${path}`]));
const NAMES = SOURCE.files.map((path) => path.split("/").at(-1) ?? "").sort();

async function download(
  archive: Buffer,
  {
    stated = {},
    mostBytes = 1e9,
    offline = false,
  }: Partial<{
    stated: Parameters<typeof startNuget>[3];
    mostBytes: number;
    offline: boolean;
  }> = {},
) {
  const server = await startNuget(SOURCE.name, SOURCE.version, archive, stated);
  onTestFinished(() => server.close());
  const root = await temporaryFolder();
  const [store, folder] = [join(root, "store"), join(root, "bin")];
  await mkdir(folder);
  const result = downloadLibraries(
    createConnection(offline),
    { ...SOURCE, index: server.index },
    { runId: "test", store, folder, mostBytes },
    () => undefined,
    undefined,
  );
  return { server, store, folder, result };
}

describe("downloading the libraries of GPU providers", () => {
  it("is for the version of ONNX Runtime that is used", async () => {
    const { version } = JSON.parse(
      await readFile("node_modules/onnxruntime-node/package.json", "utf8"),
    ) as { version: string };
    expect(SOURCE.version).toBe(version);
    expect(NAMES).toEqual([
      "libonnxruntime_providers_cuda.so",
      "libonnxruntime_providers_shared.so",
      "libonnxruntime_providers_tensorrt.so",
    ]);
  });

  it("takes the libraries out of the package and nothing else, and deletes the package", async () => {
    const archive = zipOf({ "README.md": "read me", ...LIBRARIES, "runtimes/other/lib.so": "no" });
    const { store, folder, result } = await download(archive);
    expect([...(await result)].sort()).toEqual(NAMES);
    expect((await readdir(folder)).sort()).toEqual(NAMES);
    for (const [path, text] of Object.entries(LIBRARIES))
      expect(await readFile(join(folder, path.split("/").at(-1) ?? ""), "utf8")).toBe(text);
    expect(await readdir(store)).toEqual([]);
  });

  it("keeps nothing of a package with a wrong hash", async () => {
    const packageHash = Buffer.alloc(64, 1).toString("base64");
    const { store, folder, result } = await download(zipOf(LIBRARIES), { stated: { packageHash } });
    await expect(result).rejects.toMatchObject({
      code: "bad-format",
      message: expect.stringContaining("is not what it should be: its SHA-512 is") as string,
    });
    expect(await readdir(folder)).toEqual([]);
    expect(await readdir(store)).toEqual([]);
  });

  it("installs none of them where one is missing", async () => {
    const [first = "", ...others] = Object.keys(LIBRARIES);
    const { folder, result } = await download(
      zipOf(Object.fromEntries(others.map((path) => [path, "library"]))),
    );
    await expect(result).rejects.toMatchObject({
      code: "bad-format",
      message: `${SOURCE.name} holds no ${first}. It may be of another version.`,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses what is larger than was agreed to, and opens no socket offline", async () => {
    const archive = zipOf(LIBRARIES);
    const large = await download(archive, { mostBytes: archive.length - 1 });
    await expect(large.result).rejects.toMatchObject({ code: "bad-input" });
    const offline = await download(archive, { offline: true });
    await expect(offline.result).rejects.toMatchObject({ code: "offline" });
    expect(offline.server.connections()).toBe(0);
  });
});

function requireSource() {
  const source = describeRuntimeLibraries()["linux/x64"];
  if (!source) throw new Error("ONNX Runtime's installer knows no libraries for Linux.");
  return source;
}
