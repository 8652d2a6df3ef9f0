// Tests inside the extension host: `npx vscode-test`, after `npm run build`.
import path from "node:path";
import { defineConfig } from "@vscode/test-cli";
import { chooseTestVSCode } from "./scripts/chooseVSCode.mjs";

export default defineConfig([
  {
    files: "dist/test/integration/**/*.test.js",
    workspaceFolder: "test/fixtures/workspace",
    mocha: {
      ui: "bdd",
      timeout: 60_000,
      reporter: path.resolve(import.meta.dirname, "scripts/mochaReporter.cjs"),
    },
    useInstallation: { fromPath: await chooseTestVSCode() },
  },
]);
