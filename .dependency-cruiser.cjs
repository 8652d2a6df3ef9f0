/** What each folder of src/ may import, besides itself, src/errors.ts and npm packages. A rule's comment is what its breaker reads. */
const mayImport = {
  protocol: [],
  drawing: [],
  mapFiles: ["drawing", "embeddings", "protocol"],
  kernels: [],
  corpus: [],
  statistics: ["corpus"],
  embeddings: ["kernels", "corpus"],
  occurrences: ["kernels", "corpus", "embeddings"],
  projection: ["kernels"],
  training: ["kernels", "corpus", "embeddings"],
  classifier: ["kernels", "corpus", "embeddings", "training"],
  encoder: ["kernels", "embeddings", "protocol"],
  downloads: ["embeddings", "encoder", "protocol"],
  grounding: ["kernels", "embeddings", "projection"],
  clusters: ["kernels"],
  alignment: [],
  senses: ["projection", "clusters"],
  passages: ["corpus", "embeddings"],
  engine: [
    "kernels",
    "corpus",
    "statistics",
    "embeddings",
    "occurrences",
    "projection",
    "training",
    "classifier",
    "encoder",
    "downloads",
    "grounding",
    "clusters",
    "alignment",
    "senses",
    "passages",
    "mapFiles",
    "protocol",
  ],
};
const CORE = `^src/(${Object.keys(mayImport)
  .filter((folder) => folder !== "protocol")
  .join("|")})/`;
const SHELL = "^src/(extension\\.ts|vscode/)"; // the only code that knows VS Code
const CLI = "^src/cli(\\.ts$|/)";
const NODE = `\\.(node|worker|process)\\.ts$|${CLI}|^src/engine/`; // the only other code that knows Node
const NODE_HALF = "\\.node\\.ts$|vscode-jsonrpc/(lib/)?node";
const RUNTIME = "^src/encoder/session\\.node\\.ts$"; // the only code that loads onnxruntime
const rule = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    rule("no-cycles", "Move what both sides need down a layer.", {}, { circular: true }),
    rule(
      "vscode-only-in-shell",
      "Only src/extension.ts and src/vscode/ may import 'vscode'.",
      { pathNot: `${SHELL}|^test/integration/` },
      { path: "^(node_modules/@types/)?vscode(/|$)" },
    ),
    rule(
      "nobody-imports-the-shell",
      "The shell is the top layer.",
      { pathNot: `${SHELL}|^test/` },
      { path: SHELL },
    ),
    rule(
      "shell-uses-the-engine-client",
      "The shell computes nothing: values only from src/engine/engineClient.ts, src/protocol/ and the colors of src/drawing/; types from anywhere.",
      { path: SHELL },
      {
        path: CORE,
        pathNot: "^src/(engine/engineClient|drawing/categoryColors)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    ),
    rule(
      "cli-uses-the-engine",
      "src/cli reaches the core through src/engine/; types from anywhere.",
      { path: CLI },
      { path: CORE, pathNot: "^src/engine/", dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "node-only-where-named",
      "Name the file *.node.ts, or pass the value in.",
      { path: "^src/", pathNot: `${NODE}|${SHELL}` },
      { dependencyTypes: ["core"] },
    ),
    rule(
      "pure-imports-pure",
      "A module that imports a *.node.ts file, or a package's Node half, is not pure.",
      { path: "^(src|webview-ui)/", pathNot: `${NODE}|${SHELL}` },
      { path: NODE_HALF },
    ),
    rule(
      "entries-are-started-not-imported",
      "Start a worker or a process by its file name.",
      {},
      { path: "\\.(worker|process)\\.ts$" },
    ),
    rule(
      "onnxruntime-only-in-its-files",
      "onnxruntime blocks its event loop and can abort its process, and transformers.js loads it: only src/encoder/session.node.ts may import them.",
      { pathNot: RUNTIME },
      { path: "onnxruntime-(node|web)|@huggingface/transformers" },
    ),
    rule(
      "runtime-only-in-encoder-process",
      "The session runs in the encoder process and nowhere else.",
      { pathNot: `${RUNTIME}|^src/encoder/encoder\\.process\\.ts$|^test/` },
      { path: RUNTIME, dependencyTypesNot: ["type-only"] },
    ),
    rule(
      "page-sees-only-the-protocol",
      "webview-ui may import itself, src/errors.ts, src/protocol/, src/drawing/ and npm packages.",
      { path: "^webview-ui/" },
      { path: "^src/", pathNot: "^src/(errors\\.ts$|(protocol|drawing)/)" },
    ),
    rule(
      "page-has-no-node",
      "The webview is a browser page.",
      { path: "^webview-ui/" },
      { dependencyTypes: ["core"] },
    ),
    ...Object.entries(mayImport).map(([folder, others]) =>
      rule(
        `${folder}-imports`,
        `src/${folder} may import only: ${[folder, ...others, "errors.ts"].join(", ")}.`,
        { path: `^src/${folder}/` },
        {
          path: "^(src|webview-ui|test)/",
          pathNot: `^src/(errors\\.ts$|(${[folder, ...others].join("|")})/)`,
        },
      ),
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/assembly/" },
  },
};
