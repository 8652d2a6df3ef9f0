// Tests inside the extension host: `npx vscode-test`, after `npm run build`.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "@vscode/test-cli";
import { chooseTestVSCode } from "./scripts/chooseVSCode.mjs";

// The tests write and remove files in it.
const workspaceFolder = path.resolve(import.meta.dirname, "out/test-workspace");
mkdirSync(workspaceFolder, { recursive: true });

export default defineConfig([
  {
    files: "dist/test/integration/**/*.test.js",
    workspaceFolder,
    mocha: {
      ui: "bdd",
      timeout: 60_000,
      reporter: path.resolve(import.meta.dirname, "scripts/mochaReporter.cjs"),
    },
    useInstallation: { fromPath: await chooseTestVSCode() },
  },
]);
