// What it costs to encode the words of a model: the first time, and when they are known.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../../src/engine/engine.ts";
import { builtPaths } from "../../support/builtEntries.ts";

const MOST_WORDS = 20_000;
/** Linux counts time in these. */
const TICKS_PER_SECOND = 100;

/** Encodes the most frequent words twice, in an engine of its own, and says what that took. */
export async function measureEncoding(all: readonly string[]): Promise<string[]> {
  const words = all.slice(0, MOST_WORDS);
  const { folder } = await builtPaths();
  const cacheFolder = await mkdtemp(join(tmpdir(), "wordfield-words-"));
  const engine = createEngine({ folder, emit: () => undefined, log: () => undefined });
  const lines: string[] = [];
  try {
    for (const time of ["first", "second"]) {
      const [cpu, began] = [await cpuSeconds(), performance.now()];
      const { encoder, fromCache } = await engine.calls.encodeWords({
        runId: "bench",
        choice: { folder: null, provider: "cpu", threads: 1 },
        words,
        cacheFolder,
      });
      lines.push(
        `${words.length.toLocaleString("en-US")} words with ${encoder.name}, the ${time} time (${fromCache.toLocaleString("en-US")} known): ${((await cpuSeconds()) - cpu).toFixed(2)} CPU s, ${((performance.now() - began) / 1000).toFixed(2)} s`,
      );
    }
  } finally {
    await engine.close();
    await rm(cacheFolder, { recursive: true, force: true });
  }
  return lines;
}

/** CPU time of this process and its children; of this one alone where there is no /proc. */
async function cpuSeconds(): Promise<number> {
  const { user, system } = process.cpuUsage();
  let ticks = 0;
  const processes = await readdir("/proc").catch(() => []); // not Linux
  for (const name of processes.filter((each) => /^\d+$/.test(each))) {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => ""); // it has ended
    // Behind the name, which may hold anything: state, parent, …, and as the 12th and 13th, ticks of user and system.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (Number(fields[1]) === process.pid) ticks += Number(fields[11]) + Number(fields[12]);
  }
  return (user + system) / 1e6 + ticks / TICKS_PER_SECOND;
}
