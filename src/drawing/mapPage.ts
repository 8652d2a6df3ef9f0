/** What a map's page of its own is given; places and sizes in CSS pixels. */
export interface MapPage {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** The most frequent first. */
  readonly words: readonly string[];
  /** Empty where they are not known. */
  readonly counts: readonly number[];
  /** Shape [n, 2]. */
  readonly places: readonly number[];
  readonly radii: readonly number[];
  /** Of each word, a position in `inks`. */
  readonly inkOf: readonly number[];
  readonly inks: readonly {
    readonly light: string;
    readonly dark: string;
    readonly meaning: string;
  }[];
  readonly paper: Readonly<
    Record<
      "light" | "dark",
      { readonly paper: string; readonly text: string; readonly faint: string }
    >
  >;
}
