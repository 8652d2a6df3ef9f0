import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { builtCommandLine } from "../../support/builtEntries.ts";
import { runCommandLine } from "../../support/commandLine.ts";
import { SMALL_ENCODER } from "../../support/encoderFixtures.ts";
import { readEncoderFiles, startHub } from "../../support/hubServer.ts";
import { temporaryFolder } from "../../support/temporaryFolder.ts";

const ID = "someone/small-bert";
let entry: string;

beforeAll(async () => {
  entry = await builtCommandLine();
});

async function surroundings() {
  const hub = await startHub(ID, readEncoderFiles(SMALL_ENCODER));
  onTestFinished(() => hub.close());
  const store = await temporaryFolder();
  const env = { ...process.env, HF_ENDPOINT: hub.address, WORDFIELD_ENCODERS: store };
  const wordfield = (...words: string[]) => runCommandLine(entry, words, { env });
  return { hub, store, env, wordfield };
}

describe("wordfield encoders", () => {
  it("downloads only with --yes, and uses the encoder by its id", async () => {
    const { hub, store, wordfield } = await surroundings();
    const asked = await wordfield("encoders", "download", ID);
    expect(asked.exitCode).toBe(1);
    expect(asked.out).toContain("Nothing was asked yet.");
    expect(asked.err).toContain("Agree with --yes.");
    expect(hub.connections()).toBe(0);

    const { exitCode, out, err } = await wordfield("encoders", "download", ID, "--yes");
    expect(exitCode).toBe(0);
    expect(out).toContain(join(store, "someone", "small-bert"));
    expect(err).toMatch(/^Downloading: \d+ %, .* of 210 kB, config\.json$/m);

    const encoded = await wordfield("encode", "river", "--encoder", ID, "--json");
    expect(JSON.parse(encoded.out)).toMatchObject({
      encoder: { hubId: ID, dimension: 32, license: "apache-2.0", language: "en" },
    });
  });

  it("lists what is here and what is worth a download, and asks nobody", async () => {
    const { hub, wordfield } = await surroundings();
    const { exitCode, out } = await wordfield("encoders");
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^all-MiniLM-L6-v2 +23\.0 MB +en +Apache-2\.0 +bundled$/m);
    expect(out).toMatch(
      /^Xenova\/bert-base-uncased +112 MB +en +Apache-2\.0 +12 layers, dimension 768, masked words$/m,
    );
    expect(out).not.toContain("Xenova/all-MiniLM-L6-v2"); // it is bundled
    expect(hub.connections()).toBe(0);
  });

  it("deletes what was downloaded, and nothing else", async () => {
    const { store, wordfield } = await surroundings();
    await wordfield("encoders", "download", ID, "--yes");
    const { exitCode, out } = await wordfield("encoders", "delete", ID);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^someone\/small-bert was deleted: 21\d kB\.$/m);
    expect(existsSync(join(store, "someone", "small-bert"))).toBe(false);

    const again = await wordfield("encoders", "delete", ID);
    expect(again.exitCode).toBe(1);
    expect(again.err).toContain(`There is no encoder ${ID}`);
    const outside = await wordfield("encoders", "delete", "../..");
    expect(outside.err).toContain('"../.." is not the id of a model');
    expect(existsSync(store)).toBe(true);
  });

  it("refuses what is larger than --max-size, and weights that there are none of", async () => {
    const { wordfield } = await surroundings();
    const large = await wordfield("encoders", "download", ID, "--yes", "--max-size", "100kB");
    expect(large.exitCode).toBe(1);
    expect(large.err).toContain("more than the 0.1 MB that were agreed to");
    const other = await wordfield("encoders", "download", ID, "--yes", "--weights", "fp16");
    expect(other.err).toContain(`${ID} has no fp16 weights. Choose one of: fp32.`);
  });

  it("opens no socket with WORDFIELD_OFFLINE=1", async () => {
    const { hub, env } = await surroundings();
    const words = ["encoders", "download", ID, "--yes", "--json"];
    const offline = { env: { ...env, WORDFIELD_OFFLINE: "1" } };
    const { exitCode, out } = await runCommandLine(entry, words, offline);
    expect(exitCode).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "offline" } });
    expect(hub.connections()).toBe(0);
  });
});
