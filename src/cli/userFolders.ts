/** Where the system keeps what belongs to its user. */
import { homedir } from "node:os";
import { join } from "node:path";

/** The program's folder for what is to stay. */
export function userDataFolder(environment: NodeJS.ProcessEnv): string {
  return join(
    folderOf(environment, {
      darwin: ["Library", "Application Support"],
      variable: "XDG_DATA_HOME",
      other: [".local", "share"],
    }),
    "wordfield",
  );
}

/** The program's folder for what may be deleted at any time. */
export function userCacheFolder(environment: NodeJS.ProcessEnv): string {
  return join(
    folderOf(environment, {
      darwin: ["Library", "Caches"],
      variable: "XDG_CACHE_HOME",
      other: [".cache"],
    }),
    "wordfield",
  );
}

interface Places {
  readonly darwin: readonly string[];
  readonly variable: string;
  readonly other: readonly string[];
}

function folderOf(environment: NodeJS.ProcessEnv, { darwin, variable, other }: Places): string {
  const own = (parts: readonly string[]) => join(homedir(), ...parts);
  if (process.platform === "win32") return environment["LOCALAPPDATA"] || own(["AppData", "Local"]);
  return process.platform === "darwin" ? own(darwin) : environment[variable] || own(other);
}
