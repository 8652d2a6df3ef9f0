import { readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../src/engine/engine.ts";
import type { PassageSnapshot } from "../../../src/protocol/passageMessages.ts";
import { BUNDLED_ENCODERS, SMALL_ENCODER } from "../../support/encoderFixtures.ts";
import { builtPaths } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { onTestFinished } from "vitest";

let folder: string;

beforeAll(async () => {
  ({ folder } = await builtPaths());
});

async function start() {
  const snapshots: PassageSnapshot[] = [];
  const engine: Engine = createEngine({
    folder,
    emit: (event, snapshot) => {
      if (event === "passagesChanged") snapshots.push(snapshot as PassageSnapshot);
    },
    log: () => undefined,
  });
  onTestFinished(() => engine.close());
  const text = await temporaryFolder();
  await writeFile(
    join(text, "a.txt"),
    "We walk to the river. The water is cold.\nWe walk to the river.",
  );
  await writeFile(join(text, "b.txt"), "A bank lends money. We walk to the river.");
  const indexPath = join(await temporaryFolder(), "text.passages");
  const index = (encoder = SMALL_ENCODER, signal?: AbortSignal) =>
    engine.calls.indexPassages(
      {
        runId: "run",
        choice: { folder: encoder, provider: "cpu", threads: 1 },
        sources: { paths: [text], exclude: [], useIgnoreFiles: true, maximumFileBytes: 1e9 },
        unit: "sentences",
        indexPath,
      },
      signal,
    );
  const search = (query: string, count = 10) =>
    engine.calls.searchPassages({
      indexPath,
      choice: { folder: null, provider: "cpu", threads: 1 },
      text: query,
      count,
    });
  return { engine, text, indexPath, index, search, snapshots };
}

describe("an index of passages", () => {
  it("finds a text itself first, at all its places, and tells how far it is", async () => {
    const { index, search, snapshots } = await start();
    expect(await index()).toMatchObject({ files: 2, passages: 5, texts: 3, encoded: 3, notes: [] });
    expect(snapshots.at(-1)).toMatchObject({ fraction: 1, filesDone: 2, files: 2, encoded: 3 });
    const { passages, total } = await search("We walk to the river.", 3);
    expect(total).toBe(5);
    expect(passages.map(({ path, line, column }) => [path.slice(-5), line, column])).toEqual([
      ["a.txt", 1, 1],
      ["a.txt", 2, 1],
      ["b.txt", 1, 21],
    ]);
    for (const { cosine, text, isChanged } of passages) {
      expect(cosine).toBeGreaterThan(0.999);
      expect(text).toBe("We walk to the river.");
      expect(isChanged).toBe(false);
    }
  });

  it("encodes only texts that are new, and forgets those that are gone", async () => {
    const { text, index, search } = await start();
    await index();
    expect(await index()).toMatchObject({ encoded: 0, texts: 3 });
    await writeFile(join(text, "b.txt"), "A bird sings here. We walk to the river.");
    await utimes(join(text, "b.txt"), 1, 1);
    expect(await index()).toMatchObject({ encoded: 1, texts: 3, passages: 5 });
    await rm(join(text, "a.txt"));
    expect(await index()).toMatchObject({ encoded: 0, texts: 2, passages: 2, files: 1 });
    expect((await search("The water is cold.")).passages).toHaveLength(2);
  });

  it("says of a passage that its file has changed or gone", async () => {
    const { text, index, search } = await start();
    await index();
    await writeFile(join(text, "a.txt"), "Changed.");
    await rm(join(text, "b.txt"));
    const { passages } = await search("A bank lends money.");
    expect(passages.find(({ path }) => path.endsWith("b.txt"))).toMatchObject({
      text: null,
      isChanged: true,
    });
    expect(passages.find(({ path }) => path.endsWith("a.txt"))).toMatchObject({ isChanged: true });
  });

  it("is built anew where it is damaged, and says so; searched, it is refused", async () => {
    const { indexPath, index, search } = await start();
    await index();
    const bytes = await readFile(indexPath);
    await writeFile(indexPath, bytes.subarray(0, bytes.length - 10));
    await expect(search("river")).rejects.toMatchObject({ code: "bad-format" });
    const { notes, encoded } = await index();
    expect(notes).toEqual(["The index was damaged and is built anew."]);
    expect(encoded).toBe(3);
    expect((await search("river")).passages).toHaveLength(5);
  });

  it("is encoded anew by another encoder", async () => {
    const { engine, indexPath, index } = await start();
    await index();
    const other = join(BUNDLED_ENCODERS, "all-MiniLM-L6-v2");
    const { notes, encoded } = await index(other);
    expect(encoded).toBe(3);
    expect(notes[0]).toContain("The index was made by another encoder, small");
    await expect(
      engine.calls.searchPassages({
        indexPath,
        choice: { folder: SMALL_ENCODER, provider: "cpu", threads: 1 },
        text: "river",
        count: 1,
      }),
    ).rejects.toThrow("was made by the encoder all-MiniLM-L6-v2, not by small");
  });

  it("keeps what is done when it is canceled, and goes on there", async () => {
    const { text, index, snapshots } = await start();
    const lines = Array.from({ length: 3_000 }, (_, at) => `We walk ${at} times to the river.`);
    await writeFile(join(text, "c.txt"), lines.join("\n"));
    const controller = new AbortController();
    const running = index(SMALL_ENCODER, controller.signal);
    running.catch(() => undefined);
    while ((snapshots.at(-1)?.encoded ?? 0) < 500)
      await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: "canceled" });
    const { encoded, texts } = await index();
    expect(texts).toBe(3_003);
    expect(encoded).toBeGreaterThan(0);
    expect(encoded).toBeLessThanOrEqual(3_003 - 500);
  });
});
