import { defineConfig } from "vitest/config";

// All builds of the kernels are tested: Node 20 has relaxed SIMD behind a flag; for wide registers V8 is told to pair vectors, and
// to do so at once, not when a function has run for long.
const execArgv = process.versions.v8.startsWith("11.3.")
  ? ["--experimental-wasm-relaxed-simd"]
  : Number.parseInt(process.versions.v8) >= 13
    ? ["--experimental-wasm-revectorize", "--no-liftoff"]
    : [];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          execArgv,
          // Modules are loaded once for each worker, not for each of 200 files: a fifth of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "page",
          include: ["test/page/**/*.test.ts"],
          isolate: false,
          globalSetup: "test/support/preparePages.ts",
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
