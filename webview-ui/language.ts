/** A language that the page speaks, as `Intl` names it. */
export type Language = "en" | "zh-CN";

/** The language of a page for a language of VS Code: Simplified Chinese for `zh-cn` and `zh-hans…`, else English. */
export function languageFor(tag: string): Language {
  return /^zh-(?:cn|hans(?:-.*)?)$/i.test(tag) ? "zh-CN" : "en";
}

/** The language of this page, which its host has written on the document; English where there is none, as in tests. */
export const language: Language = languageFor(
  typeof document === "undefined" ? "en" : document.documentElement.lang,
);
