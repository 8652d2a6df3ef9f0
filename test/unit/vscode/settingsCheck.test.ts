import { describe, expect, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { checkSettings, joinExcludes } from "../../../src/vscode/settingsCheck.ts";

const defaults: Record<string, unknown> = Object.fromEntries(
  manifest.contributes.configuration
    .flatMap((section) => Object.entries(section.properties))
    .map(([key, property]) => [
      key.replace("wordfield.", ""),
      (property as { default: unknown }).default,
    ]),
);

function check(user: Record<string, unknown>) {
  return checkSettings({
    get: (key) => (key in user ? user[key] : defaults[key]),
    isSet: (key) => key in user,
  });
}

describe("checkSettings", () => {
  it("takes of the tokenizer's options only what is set, and names what cannot be", () => {
    const { settings, faults } = check({ "corpus.numbers": "fold", "corpus.hyphens": "both" });
    expect(settings.corpus.tokenizer).toEqual({ numbers: "fold" });
    expect(faults).toEqual([
      'The setting wordfield.corpus.hyphens is "both"; expected one of separate, join. It is ignored.',
    ]);
  });

  it("finds the manifest's defaults right, and leaves hyperparameters to the engine", () => {
    expect(check({})).toEqual({
      settings: {
        followCursor: false,
        panelLocation: "editor",
        hover: { enabled: true, languages: [], neighbors: 6, balance: "auto", twoLists: false },
        corpus: {
          exclude: [],
          include: [],
          useIgnoreFiles: true,
          gitHistory: false,
          maximumFileBytes: 10_000_000,
          maximumVirtualBytes: 64_000_000,
          tokenizer: {},
        },
        preset: "balanced",
        training: {},
        checkpoints: { everyMinutes: 5, everyEpoch: false },
        tensorboardFolder: "",
      },
      faults: [],
    });
  });

  it("reads every setting of the manifest", () => {
    const asked = new Set<string>();
    checkSettings({
      get: (key) => {
        asked.add(key);
        return defaults[key];
      },
      isSet: (key) => {
        asked.add(key);
        return true;
      },
    });
    // Those of the encoder and of the network are read where these are asked.
    const here = Object.keys(defaults).filter(
      (key) => !key.startsWith("encoder.") && key !== "offline",
    );
    expect([...asked].sort()).toEqual(here.sort());
  });

  it("passes on the hyperparameters that the user has set", () => {
    const { settings } = check({
      "training.dimension": 50,
      "training.sample": 0,
      "training.learningRate": 0.05,
      "training.algorithm": "fasttext",
      "training.loss": "hs",
      "training.dynamicWindow": false,
      "training.samplingExponent": -0.5,
    });
    expect(settings.training).toEqual({
      dimension: 50,
      sample: 0,
      learningRate: 0.05,
      algorithm: "fasttext",
      loss: "hs",
      dynamicWindow: false,
      samplingExponent: -0.5,
    });
  });

  it("reads which preset comes first, when to write checkpoints and where event files go", () => {
    const { settings } = check({
      "training.preset": "subwords",
      "training.checkpointMinutes": 0,
      "training.checkpointEpochs": true,
      "training.tensorboardFolder": "runs",
    });
    expect(settings).toMatchObject({
      preset: "subwords",
      checkpoints: { everyMinutes: 0, everyEpoch: true },
      tensorboardFolder: "runs",
    });
  });

  it("takes no learning rate and 0 threads as the engine's own choice", () => {
    const { settings, faults } = check({ "training.learningRate": null, "training.threads": 0 });
    expect(settings.training).toEqual({});
    expect(faults).toEqual([]);
  });

  it("ignores values of a wrong type or range and names each", () => {
    const { settings, faults } = check({
      "hover.neighbors": 0,
      "hover.languages": "markdown",
      "corpus.maximumFileSize": "10",
      "training.epochs": 2.5,
      "training.window": -1,
      "training.algorithm": "glove",
      "training.preset": "best",
      "training.deterministic": "yes",
    });
    expect(settings).toEqual(check({}).settings);
    expect(faults).toHaveLength(8);
    expect(faults).toContain(
      "The setting wordfield.hover.neighbors is 0; expected a whole number from 1 to 50. It is ignored.",
    );
    expect(faults).toContain(
      'The setting wordfield.training.algorithm is "glove"; expected one of skip-gram, cbow, fasttext, fasttext-cbow. It is ignored.',
    );
  });
});

describe("joinExcludes", () => {
  it("joins what is plainly excluded, once each", () => {
    expect(
      joinExcludes(
        ["**/build", ""],
        { "**/.git": true, "**/*.js": { when: "$(basename).ts" }, "**/off": false },
        { "**/node_modules": true, "**/.git": true },
        undefined,
      ),
    ).toEqual(["**/build", "**/.git", "**/node_modules"]);
  });
});
