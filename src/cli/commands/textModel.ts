/** A model that lasts for one question: of a text that nobody has trained on. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { OWN_FILES } from "../../protocol/ownFiles.ts";
import type { CommandContext } from "../command.ts";
import { groundWords } from "./ground.ts";

const MAXIMUM_FILE_BYTES = 500_000_000;

/** Trains on a text with the defaults, grounds where that is wanted, asks, and removes the model. */
export async function withModelOfText<T>(
  context: CommandContext,
  path: string,
  needsGeneral: boolean,
  ask: (modelPath: string) => Promise<T>,
): Promise<T> {
  const { engine, signal } = context;
  const folder = await mkdtemp(join(tmpdir(), "wordfield-"));
  const modelPath = join(folder, "text.safetensors");
  try {
    await engine.trainModel(
      {
        runId: "command-line",
        sources: {
          paths: [resolve(path)],
          exclude: [...OWN_FILES],
          useIgnoreFiles: true,
          maximumFileBytes: MAXIMUM_FILE_BYTES,
          documents: [],
        },
        tokenizer: "words",
        options: {},
        modelPath,
      },
      signal,
    );
    if (needsGeneral) await groundWords(context, modelPath, { folder: null });
    return await ask(modelPath);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
