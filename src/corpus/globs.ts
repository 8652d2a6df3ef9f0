// The glob patterns that say which files of a folder are read.

import picomatch from "picomatch";

const OPTIONS = { dot: true, nonegate: true };

/** Makes the test for what is left out. Shapes: a path is relative to the folder that is read, with "/". */
export function matchExcluded(patterns: readonly string[]): (relativePath: string) => boolean {
  return picomatch(withoutEmpty(patterns), OPTIONS);
}

/** Makes the test for what is read: what a pattern matches, and what lies in a folder that it matches; without patterns all. */
export function matchIncluded(patterns: readonly string[] = []): (relativePath: string) => boolean {
  const given = withoutEmpty(patterns).map((pattern) => pattern.replace(/^\.?\/|\/+$/g, ""));
  if (given.length === 0) return () => true;
  return picomatch([...given, ...given.map((pattern) => `${pattern}/**`)], OPTIONS);
}

function withoutEmpty(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => pattern !== "");
}
