/** Numbers as people read them. */

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** Formats a whole number: 1,234,567. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** Formats a number of a table of options: whole ones as counts, small ones in full; words stay as they are. */
export function formatNumber(value: number | string): string {
  return typeof value === "number" && Number.isInteger(value) ? formatCount(value) : String(value);
}

/** Formats a number with its noun: "1 word", "2 words". */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const SIZE_UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Formats a size in decimal units: 12.3 MB. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < SIZE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${SIZE_UNITS[unit] ?? ""}`;
}

/** Formats a rate or a large number in three digits: 1.45 M, 920 k. */
export function formatRounded(value: number): string {
  if (value >= 999_500) return `${(value / 1e6).toPrecision(3)} M`;
  if (value >= 1_000) return `${(value / 1e3).toFixed(0)} k`;
  return value.toFixed(0);
}

/** Formats a duration: 0.4 s, 12 s, 3 min 05 s, 2 h 10 min. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, "0")} min`;
}

/** Formats a cosine in four decimals, so that columns align. */
export function formatCosine(cosine: number): string {
  return cosine.toFixed(4);
}

/** Formats a share of 0 to 1 in percent: 12.3 %. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
