/** Translates a text and fills its places {0}, {1}…; `vscode.l10n` is one. */
export interface Localizer {
  t(message: string, ...args: (string | number | boolean)[]): string;
}
