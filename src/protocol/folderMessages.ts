/** What the engine is asked about the uses of words in a folder beside those elsewhere; part of its contract. */

/** A word whose uses in a folder are not like those elsewhere. */
interface FolderWord {
  readonly word: string;
  readonly usesInFolder: number;
  readonly usesElsewhere: number;
  /** How far they differ, in standard deviations from what words of as many uses show. */
  readonly departure: number;
  /** Words that elsewhere stand in such contexts as this one does in the folder; the nearest first. */
  readonly inFolder: readonly string[];
  /** Words that elsewhere stand in such contexts as this one does there. */
  readonly elsewhere: readonly string[];
}

export interface FolderRequests {
  /** Lists the words that a folder uses most differently from the other files of a model; told of by `countingChanged`. */
  compareFolder: {
    params: {
      readonly runId: string;
      readonly modelPath: string;
      /** Absolute paths of folders and files, or addresses of those that are not on disk; read also where the model has not read them. */
      readonly folders: readonly string[];
      /** Override the files of the same path; those with an address add to them. */
      readonly documents: readonly { readonly path: string; readonly text: string }[];
      readonly count: number;
      /** Words that stand less often in the folder, or elsewhere, are left out. */
      readonly minimumUses: number;
      /** Of each word, on each side. */
      readonly neighbors: number;
    };
    result: {
      readonly words: readonly FolderWord[];
      /** How many words stand often enough on both sides. */
      readonly judged: number;
      readonly filesInFolder: number;
      readonly filesElsewhere: number;
      /** Files that were not read, and why. */
      readonly skipped: readonly { readonly path: string; readonly reason: string }[];
    };
  };
}

/** Whether a path is one of the folders or files, or lies in one. */
export function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const whole = folder.replace(/[\\/]+$/, "");
    return path === whole || path.startsWith(`${whole}/`) || path.startsWith(`${whole}\\`);
  });
}
