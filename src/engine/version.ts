import { version as packageVersion } from "../../package.json";

/** The version of wordfield, as its package says. */
export const version: string = packageVersion;
