// The WebAssembly modules of kernels, and what the compiler is told to make each.
const FOLDER = "src/kernels/assembly";
// The first file says how many columns of a row a step takes at once.
const FOUR_COLUMNS = ["builds/fourColumns.ts", "index.ts"];
const EIGHT_COLUMNS = ["builds/eightColumns.ts", "index.ts"];
const CLASSIFIER = ["classifyIndex.ts"];

/** Where sources and options of the compiler lie. */
export const KERNEL_SOURCES = [FOLDER, "asconfig.json", "asconfig.tokenizer.json"];

/** File names and options. */
export const KERNEL_MODULES = [
  describe("kernels", FOUR_COLUMNS, "simd"),
  describe("kernels", FOUR_COLUMNS, "relaxed"),
  describe("kernels", EIGHT_COLUMNS, "wide"),
  describe("classifyKernels", CLASSIFIER, "simd"),
  describe("classifyKernels", CLASSIFIER, "relaxed"),
  // It has a memory of its own, so it has its own options.
  { name: "tokenizer.wasm", options: ["--config", "asconfig.tokenizer.json"] },
];

function describe(name, files, build) {
  return {
    name: `${name}.${build}.wasm`,
    options: [...files.map((file) => `${FOLDER}/${file}`), "--target", build],
  };
}
