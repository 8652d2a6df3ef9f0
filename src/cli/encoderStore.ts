/** Where the command line keeps the encoders that it downloads. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isHubId } from "../protocol/hubId.ts";
import { userDataFolder } from "./userFolders.ts";

/** The folder of downloaded encoders: WORDFIELD_ENCODERS, or where the system keeps a user's data. */
export function encoderStore(environment: NodeJS.ProcessEnv = process.env): string {
  const given = environment["WORDFIELD_ENCODERS"];
  if (given) return resolve(given);
  return join(userDataFolder(environment), "encoders");
}

/** The folder that --encoder names: a folder as it is, else the downloaded encoder of this id. */
export function folderOfEncoder(given: string): string {
  const folder = resolve(given);
  if (existsSync(folder) || !isHubId(given)) return folder;
  const downloaded = join(encoderStore(), ...given.split("/"));
  return existsSync(downloaded) ? downloaded : folder;
}
