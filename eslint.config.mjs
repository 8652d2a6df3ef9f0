import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "out/", ".vscode-test/", "src/kernels/assembly/"] },
  {
    files: ["src/**/*.ts", "webview-ui/**/*.ts", "test/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // VS Code returns Thenables, not Promises: without this option most lost calls go unseen.
      "@typescript-eslint/no-floating-promises": ["error", { checkThenables: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/require-await": "off", // handlers are asynchronous by type
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportAllDeclaration, ExportNamedDeclaration[source]",
          message: "No re-exports: import a thing from the file that declares it.",
        },
        {
          selector:
            "MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip)$/]",
          message: "Every test runs: fix it or delete it.",
        },
      ],
      "no-console": "error",
      "max-lines": ["error", 400],
    },
  },
  { files: ["src/cli.ts", "src/cli/**", "test/**"], rules: { "no-console": "off" } },
  { files: ["scripts/**/*.mjs", "*.mjs"], rules: { "max-lines": ["error", 400] } },
);
