// Reads `name=value` settings of a benchmark's command line.

/** A benchmark's command line, taken apart. */
export interface Settings {
  /** What has no name, in order. */
  readonly paths: readonly string[];
  text(name: string, otherwise: string): string;
  number(name: string, otherwise: number): number;
  /** Values between commas; none where nothing follows the equals sign. */
  list(name: string, otherwise: readonly string[]): readonly string[];
}

/** Takes the words apart; a name that is not in `names` is a mistake, and said so. */
export function readSettings(words: readonly string[], names: readonly string[]): Settings {
  const paths: string[] = [];
  const values = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^([a-z]+)=(.*)$/.exec(word) ?? [];
    if (name === undefined || value === undefined) paths.push(word);
    else if (names.includes(name)) values.set(name, value);
    else throw new Error(`Setting ${name} is unknown: choose ${names.join(", ")}.`);
  }
  return {
    paths,
    text: (name, otherwise) => values.get(name) ?? otherwise,
    number: (name, otherwise) => {
      const value = Number(values.get(name) ?? otherwise);
      if (!Number.isFinite(value)) throw new Error(`Setting ${name} is not a number.`);
      return value;
    },
    list: (name, otherwise) => values.get(name)?.split(",").filter(Boolean) ?? otherwise,
  };
}
