/** Counts, sizes, times and days as people read them in rows, hovers and progress. */
import type { Localizer } from "./localizer.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const DAY_MS = 86_400_000;

/** Writes a count with separators: "11,157". */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** Writes a size in decimal units, as file managers do: "4.5 MB". */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : formatCount(value)} ${units[unit]}`;
}

/** Writes a duration with at most two units: "4 s", "2 min 10 s", "1 h 5 min". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const [big, small] =
    whole < 3600
      ? [`${Math.floor(whole / 60)} min`, `${whole % 60} s`]
      : [`${Math.floor(whole / 3600)} h`, `${Math.floor((whole % 3600) / 60)} min`];
  return small.startsWith("0 ") ? big : `${big} ${small}`;
}

/** Writes a rate for the progress line: "1.9 M words/s". */
export function formatWordRate(wordsPerSecond: number, l10n: Localizer): string {
  const amount =
    wordsPerSecond >= 999_500
      ? `${(wordsPerSecond / 1e6).toFixed(1)} M`
      : wordsPerSecond >= 1_000
        ? `${formatCount(wordsPerSecond / 1_000)} k`
        : formatCount(wordsPerSecond);
  return l10n.t("{0} words/s", amount);
}

/** Writes the day of a point in time, in local time: "today", "yesterday" or "2026-04-30"; empty where there is none. */
export function formatDay(isoTime: string, nowMs: number, l10n: Localizer): string {
  const time = new Date(isoTime);
  if (Number.isNaN(time.getTime())) return "";
  const days = localDay(new Date(nowMs)) - localDay(time);
  if (days === 0) return l10n.t("today");
  if (days === 1) return l10n.t("yesterday");
  const two = (part: number) => String(part).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}

/** Counts days in local time, so that midnight and not 24 hours ago divides today from yesterday. */
function localDay(time: Date): number {
  return Math.floor(Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / DAY_MS);
}
