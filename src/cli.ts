#!/usr/bin/env node
// Starts the command line with what V8 compiled of it the last time. Only what is loaded from now on comes from there, so all
// of the command line lies in another file.
import { createRequire, enableCompileCache } from "node:module";
import { join } from "node:path";
import { userCacheFolder } from "./cli/userFolders.ts";

const folder = process.env["NODE_COMPILE_CACHE"] || ownFolder();
// Node 20 has no such cache.
if (folder !== undefined && (enableCompileCache as unknown)) {
  enableCompileCache(folder);
  process.env["NODE_COMPILE_CACHE"] = folder; // for its threads and processes
}
createRequire(__filename)(join(__dirname, "commandLine.process.js"));

function ownFolder(): string | undefined {
  try {
    return join(userCacheFolder(process.env), "compiled");
  } catch {
    return undefined; // a user without a home, as in some containers, has none
  }
}
