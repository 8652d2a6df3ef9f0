/** Numbers as people read them in the language of the page. */
import { language, type Language } from "./language.ts";

/** The words beside numbers; `large` are the units of large numbers, the greatest first. */
interface Units {
  readonly bytes: string;
  readonly second: string;
  readonly minute: string;
  readonly hour: string;
  /** What stands between a number and its percent sign. */
  readonly beforePercent: string;
  readonly underOnePercent: string;
  readonly large: readonly {
    readonly from: number;
    readonly size: number;
    readonly name: string;
  }[];
}

const UNITS: Readonly<Record<Language, Units>> = {
  en: {
    bytes: "bytes",
    second: "s",
    minute: "min",
    hour: "h",
    beforePercent: "\u00a0",
    underOnePercent: "under 1\u00a0%",
    large: [
      { from: 999_500, size: 1e6, name: "M" },
      { from: 9_950, size: 1e3, name: "k" },
    ],
  },
  "zh-CN": {
    bytes: "字节",
    second: "秒",
    minute: "分钟",
    hour: "小时",
    beforePercent: "",
    underOnePercent: "不到\u00a01%",
    large: [
      { from: 99_500_000, size: 1e8, name: "亿" },
      { from: 9_950, size: 1e4, name: "万" }, // Chinese counts large numbers in ten thousands
    ],
  },
};

const LOCALE = language;
const units = UNITS[language];
const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const hundredths = new Intl.NumberFormat(LOCALE, {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const measure = new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 3 });
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

/** Writes any number with three figures: −1.25; what is no number becomes a dash. */
export function formatMeasure(value: number): string {
  if (!Number.isFinite(value)) return NONE;
  return value < 0 ? MINUS + measure.format(-value) : measure.format(value);
}

/** Writes a count; an unknown one becomes a dash. */
export function formatCount(value: number | null): string {
  return value === null ? NONE : whole.format(value);
}

/** Writes a share between 0 and 1: 14 %; in Chinese 14%. */
export function formatShare(value: number): string {
  const percent = value * 100;
  if (percent > 0 && percent < 1) return units.underOnePercent;
  return `${whole.format(percent)}${units.beforePercent}%`;
}

/** Writes a size: 10.8 MB. */
export function formatBytes(bytes: number): string {
  const names = [units.bytes, "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < names.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 || value >= 99.95 ? whole.format(value) : shortFixed.format(value);
  return `${text}\u00a0${names[unit]}`;
}

/** Writes a time: 4 s, 2 min, 1 h 10 min. */
export function formatDuration(seconds: number): string {
  const total = Math.max(1, Math.round(seconds));
  if (total < 90) return `${total}\u00a0${units.second}`;
  const minutes = Math.round(total / 60);
  if (minutes < 60) return `${minutes}\u00a0${units.minute}`;
  const rest = minutes % 60;
  const hours = `${Math.floor(minutes / 60)}\u00a0${units.hour}`;
  return rest === 0 ? hours : `${hours} ${rest}\u00a0${units.minute}`;
}

/** Writes a rate in thousands or millions: 1.9 M; in Chinese in ten thousands: 191 万. */
export function formatRate(value: number): string {
  const unit = units.large.find(({ from }) => value >= from);
  if (!unit) return whole.format(value);
  const amount = value / unit.size;
  return `${(amount < 9.95 ? short : whole).format(amount)}\u00a0${unit.name}`;
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
