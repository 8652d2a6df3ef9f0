/** Numbers as people read them. */

const LOCALE = "en";
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const hundredths = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const short = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 2 });
const shortFixed = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

const MINUS = "\u2212"; // as wide as a digit, so that columns of figures stay straight
const NONE = "\u2013";

/** Writes a whole number with separators: 11,157. */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** Writes a cosine with two places; what is no number becomes a dash. */
export function formatCosine(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NONE;
  const text = hundredths.format(Math.abs(value));
  return value < 0 && text !== hundredths.format(0) ? MINUS + text : text;
}

/** Writes a count; an unknown one becomes a dash. */
export function formatCount(value: number | null): string {
  return value === null ? NONE : whole.format(value);
}

/** Writes a share between 0 and 1: 14 %. */
export function formatShare(value: number): string {
  const percent = value * 100;
  if (percent > 0 && percent < 1) return `under 1\u00a0%`;
  return `${whole.format(percent)}\u00a0%`;
}

/** Writes a size: 10.8 MB. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.95 ? whole.format(value) : shortFixed.format(value);
  return `${text}\u00a0${units[unit]}`;
}

/** Writes a time: 4 s, 2 min, 1 h 10 min. */
export function formatDuration(seconds: number): string {
  const total = Math.max(1, Math.round(seconds));
  if (total < 90) return `${total}\u00a0s`;
  const minutes = Math.round(total / 60);
  if (minutes < 60) return `${minutes}\u00a0min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}\u00a0h${rest === 0 ? "" : ` ${rest}\u00a0min`}`;
}

/** Writes a rate in thousands or millions: 1.9 M. */
export function formatRate(value: number): string {
  if (value >= 999_500) return `${short.format(value / 1e6)}\u00a0M`;
  if (value >= 9_950) return `${whole.format(value / 1000)}\u00a0k`;
  return whole.format(value);
}

/** Shortens a word for places that cannot cut by themselves; counts characters, not UTF-16 units. */
export function shorten(word: string, length: number): string {
  if (word.length <= length) return word;
  const characters = [...word.slice(0, length * 2 + 2)];
  return characters.length <= length && word.length <= length * 2 + 2
    ? word
    : `${characters.slice(0, length - 1).join("")}…`;
}

/** The last part of a path, of either kind of separator. */
export function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}
