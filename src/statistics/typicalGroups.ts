// Which part of a corpus a word is typical of.

/** A group and how often its text has any word; and how often one word. */
export interface GroupUses {
  readonly group: number;
  readonly uses: number;
}

/** A word stands in its group at least so many times as often as if its uses were spread evenly over all text. */
const LEAST_RATIO = 1.5;
/** Fewer uses tell nothing. */
const LEAST_USES = 3;

/**
 * Finds the group that a word is typical of: that where its uses exceed those of an even spread most, by their part of the
 * log-likelihood ratio (Dunning 1993), uses · ln(uses / expected). Undefined for a word that stands everywhere.
 *
 * `shares` are the shares of all tokens that each group has. A word that stands in one group alone is typical of it, however
 * large that is.
 */
export function typicalGroup(
  uses: readonly GroupUses[],
  shares: readonly number[],
): number | undefined {
  const total = uses.reduce((sum, { uses: some }) => sum + some, 0);
  if (total < LEAST_USES) return undefined;
  let best: number | undefined;
  let most = 0;
  for (const { group, uses: some } of uses) {
    const ratio = some / (total * (shares[group] ?? 0));
    if (!(ratio >= LEAST_RATIO) && some < total) continue;
    const excess = some * Math.log(ratio);
    if (best !== undefined && excess <= most) continue;
    [best, most] = [group, excess];
  }
  return best;
}

/** A file, as a path of its folders and its name, and the number of its tokens. */
export interface SizedPath {
  readonly parts: readonly string[];
  readonly tokens: number;
}

/** A folder with more of the text than this share is looked into: its own folders tell more. */
const MOST_SHARE = 0.8;
const SEPARATOR = "/";

/**
 * Names the part of a workspace that each file belongs to: the first folders below what all files have in common, or those
 * within a folder that holds nearly everything; files that lie in no folder are parts themselves.
 *
 * @returns for each file, in order, the name of its part
 */
export function partsOfWorkspace(files: readonly SizedPath[]): readonly string[] {
  const all = files.reduce((sum, { tokens }) => sum + tokens, 0);
  let common = 0;
  const [first] = files;
  const isShared = (at: number) =>
    files.every(({ parts }) => parts.length > at + 1 && parts[at] === first?.parts[at]);
  while (first && isShared(common)) common++;
  const depths = files.map(() => common + 1);
  for (let depth = common + 1; ; depth++) {
    const sizes = new Map<string, number>();
    const nameAt = (at: number) => files[at]!.parts.slice(common, depths[at]).join(SEPARATOR);
    for (const [at, { tokens }] of files.entries())
      sizes.set(nameAt(at), (sizes.get(nameAt(at)) ?? 0) + tokens);
    const [largest] = [...sizes].sort((a, b) => b[1] - a[1]);
    const names = files.map((_, at) => nameAt(at));
    if (!largest || !(largest[1] > MOST_SHARE * all)) return names;
    let goesOn = false;
    for (const [at, name] of names.entries())
      if (name === largest[0] && files[at]!.parts.length > depth) {
        depths[at] = depth + 1;
        goesOn = true;
      }
    if (!goesOn) return names;
  }
}
