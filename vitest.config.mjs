import { defineConfig } from "vitest/config";

// Node 20 has relaxed SIMD behind a flag, later versions without: both builds of the kernels are tested everywhere.
const execArgv = process.versions.node.startsWith("20.")
  ? ["--experimental-wasm-relaxed-simd"]
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
