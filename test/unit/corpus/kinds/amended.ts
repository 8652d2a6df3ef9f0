/** Returns what is left of a text where its units are changed in place. */
export function amended(text: string, amend: (units: Uint16Array) => void): string {
  const units = Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  amend(units);
  return Array.from(units, (unit) => String.fromCharCode(unit)).join("");
}
