/** The color of a share, from that of the background's neighbor to the brightest step; as the style sheet has them. */
import { mix, parseColor, type Rgb } from "./colors.ts";

const STEPS = 5;

/** Reads the steps of the scale where an element stands. */
export function readScale(element: HTMLElement): (share: number) => Rgb {
  const probe = document.createElement("span");
  probe.hidden = true;
  element.append(probe);
  const colors = Array.from({ length: STEPS }, (_, step): Rgb => {
    // Only a property that takes colors resolves var(); a custom property gives its text back.
    probe.style.color = `var(--wf-q${step})`;
    return parseColor(getComputedStyle(probe).color)?.rgb ?? [128, 128, 128];
  });
  probe.remove();
  return (share) => {
    const at = Math.max(0, Math.min(1, share)) * (STEPS - 1);
    const below = Math.min(STEPS - 2, Math.floor(at));
    return mix(colors[below + 1] ?? [0, 0, 0], colors[below] ?? [0, 0, 0], at - below);
  };
}
