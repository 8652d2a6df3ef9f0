/** Colors of the theme as numbers, and their contrast. */

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** Reads a color as browsers compute it: `rgb(…)`, `rgba(…)` or `color(srgb …)`; null for anything else. */
export function parseColor(computed: string): { readonly rgb: Rgb; readonly alpha: number } | null {
  const match = /^(rgba?|color)\(\s*(srgb\s+)?([^)]*)\)$/.exec(computed.trim());
  if (!match) return null;
  const numbers = (match[3] ?? "")
    .split(/[\s,/]+/)
    .filter((part) => part !== "")
    .map((part) => (part.endsWith("%") ? Number(part.slice(0, -1)) / 100 : Number(part)));
  const [red, green, blue, alpha = 1] = numbers;
  if (red === undefined || green === undefined || blue === undefined) return null;
  if (![red, green, blue, alpha].every(Number.isFinite)) return null;
  const unit = match[1] === "color" ? 255 : 1;
  return { rgb: [red * unit, green * unit, blue * unit], alpha };
}

/** Mixes two colors; a share of 1 is all of the first. */
export function mix(first: Rgb, second: Rgb, share: number): Rgb {
  const at = (i: 0 | 1 | 2) => second[i] + (first[i] - second[i]) * share;
  return [at(0), at(1), at(2)];
}

/** The contrast of two colors, 1 to 21. Source: WCAG 2.2, relative luminance. */
export function contrast(first: Rgb, second: Rgb): number {
  const a = luminance(first);
  const b = luminance(second);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The least share of the foreground, from a given one up, that reads well on every background. */
export function dimShare(foreground: Rgb, backgrounds: readonly Rgb[], from: number): number {
  const page = backgrounds[0] ?? foreground;
  for (let percent = Math.round(from * 100); percent < 100; percent++) {
    const dim = mix(foreground, page, percent / 100);
    if (backgrounds.every((background) => contrast(dim, background) >= 4.5)) return percent / 100;
  }
  return 1;
}

/** Writes a color for a canvas. */
export function cssColor([red, green, blue]: Rgb, alpha = 1): string {
  return `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${alpha})`;
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Reads a color as it is written in tables: `#rrggbb`. */
export function parseHex(hex: string): Rgb {
  const at = (i: number) => Number.parseInt(hex.slice(i, i + 2), 16);
  return [at(1), at(3), at(5)];
}
