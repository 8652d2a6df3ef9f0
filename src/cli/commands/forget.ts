import { resolve } from "node:path";
import { defineCommand } from "../command.ts";
import { formatQuantity } from "../format.ts";
import { visible } from "../style.ts";
import { withoutPassport } from "./files.ts";

/** `wordfield forget`: takes files out of what a model says that it was made of. */
export const forget = defineCommand({
  name: "forget",
  summary: "Take files out of a model's record and lines",
  description:
    "Takes files, or all files of folders, out of what a model says that it was made of and out of its index of lines, at once and for good: they are not read again when the model is trained on what is new. Its vectors stay as they are; only a training without the files makes vectors without them.",
  arguments: {
    model: { placeholder: "MODEL", help: "Model of “wordfield train”" },
    files: { placeholder: "FILE", many: true, help: "Files and folders; they need not exist" },
  },
  options: {},
  examples: [
    { command: "wordfield forget docs.safetensors docs/private.md", effect: "one file" },
    {
      command:
        "wordfield forget docs.safetensors docs/old --json | jq -r '.sources.paths[]' | xargs -d '\\n' wordfield train -o docs.safetensors",
      effect: "a folder, and then a training without it",
    },
  ],
  run: async ({ engine, signal }, { arguments: { model, files } }) => {
    const modelPath = resolve(model);
    const result = await engine.forgetFiles(
      { modelPath, paths: files.map((path) => resolve(path)) },
      signal,
    );
    if (!result) throw withoutPassport(modelPath);
    const { forgotten } = result;
    return {
      document: result,
      lines: forgotten.map((path) => visible(path)),
      notes:
        forgotten.length === 0
          ? ["The model was made of none of these files."]
          : [
              `${formatQuantity(forgotten.length, "file")} forgotten, ${formatQuantity(result.files, "file")} left. ` +
                "The vectors are as they were: train again without the files to change them.",
            ],
      complete: forgotten.length > 0,
    };
  },
});
