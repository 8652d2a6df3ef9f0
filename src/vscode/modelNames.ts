/** Names of models and the files that hold them. */

/** The ending of a model's file. */
export const MODEL_ENDING = ".safetensors";

/** What stands in its place in the names of what lies beside a model: how it was trained, the index of places, and maps. */
export const RECORD_ENDINGS = [".run.json", ".run.jsonl", ".occurrences", ".maps"] as const;

// Leaves room for the ending and for the suffix of an unfinished file below the 255 bytes of most file systems.
const MAXIMUM_BYTES = 180;
// Forbidden in names of files on Windows, separators anywhere.
const FORBIDDEN = /[\u0000-\u001f\u007f<>:"/\\|?*]/g;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Makes a name that every file system accepts; "model" where nothing is left. */
export function toModelName(text: string): string {
  let name = text.normalize("NFC").replace(FORBIDDEN, "-").trim();
  while (new TextEncoder().encode(name).length > MAXIMUM_BYTES)
    name = [...name].slice(0, -1).join("");
  name = name.replace(/^\.+|[. ]+$/g, "");
  if (name === "") return "model";
  return RESERVED.test(name) ? `${name}-model` : name;
}

/** Ends the default name of a model, so that two kinds of model do not replace each other. */
export function nameSuffix(algorithm = "skip-gram"): string {
  return algorithm === "skip-gram" ? "" : `-${algorithm}`;
}

/** Says why a text cannot name a model, or null where it can; `taken` are the other models' names. */
export function findNameFault(
  text: string,
  taken: readonly string[],
): "empty" | "forbidden" | "taken" | null {
  if (text.trim() === "") return "empty";
  if (toModelName(text) !== text.trim().normalize("NFC")) return "forbidden";
  return hasName(taken, text.trim()) ? "taken" : null;
}

/** Finds the first free one of "sotu", "sotu 2", "sotu 3"… */
export function toFreeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let next = 2; hasName(taken, free); next += 1) free = `${name} ${next}`;
  return free;
}

/** Tells whether a name is among others, as file systems that ignore case see it. */
export function hasName(names: readonly string[], name: string): boolean {
  return names.some((other) => other.toLowerCase() === name.toLowerCase());
}

/** Takes the model's name from the path of its file, of either kind of system. */
export function toNameOfPath(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return file.endsWith(MODEL_ENDING) ? file.slice(0, -MODEL_ENDING.length) : file;
}

/** Names a model after vectors of another program, whose names have their ending. */
export function withoutForeignEnding(name: string): string {
  return name.replace(/(?<=.)\.(vec|txt|bin)$/i, "");
}
