import type { Localizer } from "../../../src/vscode/localizer.ts";

/** Fills in texts as VS Code does in English. */
export const english: Localizer = {
  t: (message, ...args) =>
    message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place)),
};
