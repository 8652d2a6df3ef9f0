import { spawn } from "node:child_process";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readModel } from "../../../src/embeddings/modelFile.node.ts";
import { BUILD_TIMEOUT_MS, builtCommandLine } from "../../support/builtEntries.ts";
import { seededRandom } from "../../support/seededRandom.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";
import { topicText, topicWords } from "../../support/topicText.ts";
import { nearestWords } from "../../support/plantedCorpus.ts";

let entry: string;
beforeAll(async () => {
  entry = await builtCommandLine();
}, BUILD_TIMEOUT_MS);

/** How long a process may run, from its start or from where it says that it trains. */
interface Reprieve {
  readonly from: "start" | "training";
  readonly ms: number;
}

/** Runs the command line and kills it after a while, as a crash or a power cut would; null stands for killed. */
function run(words: readonly string[], reprieve?: Reprieve): Promise<number | null> {
  const child = spawn(process.execPath, [entry, ...words], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  let timer: NodeJS.Timeout | undefined;
  const begin = (moment: Reprieve["from"]): void => {
    if (moment !== reprieve?.from || timer) return;
    timer = setTimeout(() => child.kill("SIGKILL"), reprieve.ms);
  };
  begin("start");
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.includes("Training:")) begin("training");
  });
  return new Promise((resolve, reject) => {
    child.on("close", (exitCode) => {
      clearTimeout(timer);
      if (exitCode === null || exitCode === 0) resolve(exitCode);
      else reject(new Error(said));
    });
  });
}

/**
 * Trains, killed at random moments, and resumes what is left until the model is there; returns how often it was killed. `wholeMs`
 * is the time that the training takes here without that: on a slow machine it gets as far before each kill.
 */
async function trainAndKill(
  train: readonly string[],
  modelPath: string,
  kills: number,
  wholeMs: number,
  random: () => number,
): Promise<{ killed: number; resumed: number }> {
  let killed = 0;
  let resumed = 0;
  for (;;) {
    const hasCheckpoint = await stat(join(`${modelPath}.checkpoint`, "state.bin")).catch(
      () => null,
    );
    const words = hasCheckpoint ? ["train", "--resume"] : train;
    if (hasCheckpoint) resumed++;
    const reprieve: Reprieve =
      killed % 2 === 0
        ? { from: "training", ms: wholeMs * (0.06 + 0.12 * random()) }
        : { from: "start", ms: wholeMs * (0.02 + 0.18 * random()) };
    const exitCode = await run(
      [...words, "-o", modelPath, "--checkpoint-epochs"],
      killed < kills ? reprieve : undefined,
    );
    if (exitCode === 0) return { killed, resumed };
    killed++;
  }
}

const MODEL_FILES = ["m.run.json", "m.run.jsonl", "m.safetensors"];

describe("a training that is killed", () => {
  it.each([
    ["with one thread the same vectors", 1, 6],
    ["with two threads as good ones", 2, 4],
  ])(
    "at random moments is resumed from its checkpoints and brings %s",
    async (_, threads, kills) => {
      const folder = await temporaryFolder({ "topics.txt": topicText(4000) });
      await mkdir(join(folder, "killed"));
      await mkdir(join(folder, "whole"));
      const train = [
        ...["train", join(folder, "topics.txt"), "--dimension", "16", "--epochs", "120"],
        ...["--sample", "0", "--threads", `${threads}`],
      ];
      const modelPath = join(folder, "killed", "m.safetensors");
      const random = seededRandom(threads);
      const wholePath = join(folder, "whole", "m.safetensors");
      const started = performance.now();
      await run([...train, "-o", wholePath]);
      const wholeMs = performance.now() - started;
      const { killed, resumed } = await trainAndKill(train, modelPath, kills, wholeMs, random);
      expect(killed).toBeGreaterThan(0);
      expect(resumed).toBeGreaterThan(0);
      // Killed while it wrote the model, a process leaves a hidden file that goes when models are listed.
      const names = await readdir(join(folder, "killed"));
      expect(names.filter((name) => !name.startsWith("."))).toEqual(MODEL_FILES);
      const model = await readModel(modelPath, { withOutputVectors: true });
      const whole = await readModel(wholePath, { withOutputVectors: true });
      if (threads === 1) {
        expect(model.inputVectors).toEqual(whole.inputVectors);
        expect(model.outputVectors).toEqual(whole.outputVectors);
      }
      for (const topic of topicWords())
        for (const word of topic)
          expect(topic).toEqual(expect.arrayContaining(nearestWords(model, word, 5)));
      const curve = async (path: string) => {
        const record = JSON.parse(
          await readFile(path.replace("safetensors", "run.json"), "utf8"),
        ) as {
          resumedAt: string[];
          marks: { loss: number }[];
        };
        return { losses: record.marks.map(({ loss }) => loss), times: record.resumedAt.length };
      };
      const { losses, times } = await curve(modelPath);
      const { losses: wholeLosses } = await curve(wholePath);
      expect(losses).toHaveLength(4 * 120);
      expect(Math.abs(losses.at(-1) - wholeLosses.at(-1))).toBeLessThan(0.1);
      if (threads === 1) expect(losses).toEqual(wholeLosses);
      // Killed before its next checkpoint, a training does not remember that it went on.
      expect(times).toBeLessThanOrEqual(resumed);
    },
  );
});
