import { availableParallelism } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readCorpus, type CorpusRequest } from "../../../src/corpus/readCorpus.node.ts";
import { createSourceReader } from "../../../src/corpus/sourceReader.node.ts";
import { DEFAULT_TOKENIZER } from "../../../src/corpus/tokenizerOptions.ts";
import { BUILD_TIMEOUT_MS, builtPaths } from "../../support/builtEntries.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { tokenizerModule } from "../../support/tokenizerModule.ts";

let module: WebAssembly.Module;
let worker: string;
beforeAll(async () => {
  module = await tokenizerModule();
  worker = join((await builtPaths()).folder, "source.worker.js");
}, BUILD_TIMEOUT_MS);

/** A hundred files of many kinds, sizes and encodings, six megabytes in all; some cannot be read as what they are named. */
function someFiles(): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = {};
  const prose = (n: number) =>
    `The river number${n} flows past the old mill. Nobody has counted its boats, e.g. the red ones! `;
  for (let n = 0; n < 100; n++) {
    const text = prose(n).repeat(n % 10 === 0 ? 4000 : 200);
    const [name, content] = (
      [
        ["md", `# Rivers\n\n${text}\n\n\`code${n}\` and [a link](http://example.org/${n})\n`],
        ["ts", `// ${text}\nexport const riverCount${n} = "boats of ${n}";\n`],
        ["json", JSON.stringify({ title: text, items: [n, "mill"] })],
        ["txt", text],
        ["html", `<html><body><p>${text}</p><script>var x = 1;</script></body></html>`],
      ] as const
    )[n % 5]!;
    files[`folder${n % 3}/file${n}.${name}`] = content;
  }
  files["broken.ipynb"] = '{"cells": [';
  files["binary.md"] = new Uint8Array(2000);
  files["german.md"] = Buffer.from("Der Müller zählt die Schiffe. ".repeat(50), "latin1");
  files["中文.md"] = "河流流过老磨坊。没有人数过它的船。".repeat(100);
  return files;
}

describe("sources read in threads", () => {
  it("are counted as those read here are, files and reasons in the same order", async () => {
    const folder = await temporaryFolder(someFiles());
    const request: CorpusRequest = {
      selection: { paths: [folder], exclude: [], useIgnoreFiles: true, maximumFileBytes: 2 ** 20 },
      documents: [{ path: join(folder, "folder0/file0.md"), text: "# Unsaved\n\nA new weir." }],
      tokenizer: { ...DEFAULT_TOKENIZER, chinese: "icu" },
      minimumCount: 1,
      languages: 60,
      withDocuments: true,
    };
    const steps: number[] = [];
    const threads = await readCorpus(
      request,
      ({ filesRead }) => steps.push(filesRead),
      module,
      undefined,
      worker,
    );
    const here = await readCorpus(request, () => undefined, module);
    expect(Buffer.compare(Buffer.from(threads.ids!), Buffer.from(here.ids!))).toBe(0);
    expect({ ...threads, ids: null }).toEqual({ ...here, ids: null });
    expect(threads.report.files.length).toBe(103);
    expect(
      threads.report.files.filter(({ language }) => language !== undefined).length,
    ).toBeGreaterThan(50);
    expect(threads.report.skipped.map(({ path }) => path)).toEqual(
      expect.arrayContaining([join(folder, "binary.md"), join(folder, "broken.ipynb")]),
    );
    expect(steps.at(-1)).toBe(104);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  it.skipIf(availableParallelism() < 2)(
    "fail with a sentence where their thread dies, those asked for later too",
    async () => {
      const folder = await temporaryFolder({ "dying.cjs": "process.exit(3);" });
      const source = { path: join(folder, "a.md"), bytes: 2 ** 23, text: undefined };
      const order = { maximumBytes: 2 ** 20, tokenizer: DEFAULT_TOKENIZER };
      const reader = createSourceReader([source, source], order, join(folder, "dying.cjs"));
      await expect(reader.read(source, false)).rejects.toThrow(
        "A thread that reads files ended early with code 3.",
      );
      await expect(reader.read(source, false)).rejects.toThrow(/ended early/);
      reader.close();
    },
  );

  it("are read here where there is little of them", async () => {
    const folder = await temporaryFolder({ "a.md": "# River\n\nBoats." });
    const source = { path: join(folder, "a.md"), bytes: 15, text: undefined };
    const order = { maximumBytes: 2 ** 20, tokenizer: DEFAULT_TOKENIZER };
    const reader = createSourceReader([source, source], order, join(folder, "nothing.js"));
    expect(await reader.read(source, true)).toMatchObject({
      content: { kind: "markdown", lineBreaks: "hard" },
      language: "und",
    });
    reader.close();
  });
});
