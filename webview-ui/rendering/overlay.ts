/** Draws what stands on top of the points: links, marked points, labels. */
import { drawArrows } from "./mapArrows.ts";
import { cssColor } from "./colors.ts";
import type { ContourLevel } from "./contours.ts";
import { LABEL_FONTS, type Measure, type Scene } from "./mapScene.ts";
import type { Theme } from "./theme.ts";
import { fitCanvas } from "./pointRenderer.ts";
import { screenX, screenY, type Size, type Viewport } from "./viewport.ts";

/** Above the points: faint, so that the points stay what is seen. */
/** Between a mark and its halo. Units: CSS pixels. */
const HALO_GAP = 4;
const CONTOUR_OPACITY = { dark: 0.07, light: 0.09, contrast: 0.16 } as const;

/** One picture of what lies above the points. */
interface OverlayFrame {
  readonly scene: Scene;
  readonly contours: readonly ContourLevel[];
  /** A line of the user's. Shape [k, 2], in CSS pixels. */
  readonly outline: readonly number[] | null;
  readonly view: Viewport;
  readonly size: Size;
  readonly pixelRatio: number;
  readonly theme: Theme;
}

/** The canvas above the points. */
export class Overlay {
  readonly #context: CanvasRenderingContext2D;
  readonly #widths = new Map<string, number>();
  #fontFamily = "";

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /** Measures texts in the page's font; remembers them. */
  measurer(fontFamily: string): Measure {
    if (fontFamily !== this.#fontFamily || this.#widths.size > 20_000) {
      this.#fontFamily = fontFamily;
      this.#widths.clear();
    }
    return (text, size, weight) => {
      const key = `${weight} ${size} ${text}`;
      let width = this.#widths.get(key);
      if (width === undefined) {
        this.#context.font = `${weight} ${size}px ${fontFamily}`;
        width = this.#context.measureText(text).width;
        this.#widths.set(key, width);
      }
      return width;
    };
  }

  draw({ scene, contours, outline, view, size, pixelRatio, theme }: OverlayFrame): void {
    const context = this.#context;
    fitCanvas(context.canvas, size, pixelRatio);
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    context.lineJoin = "round";
    context.textBaseline = "middle";
    this.#drawContours(contours, view, size, theme);
    this.#drawLinks(scene, theme);
    this.#drawMarks(scene, theme);
    this.#drawRings(scene, theme);
    drawArrows(context, scene.arrows, theme);
    this.#drawEdges(scene, theme);
    this.#drawLabels(scene, theme);
    if (outline) this.#drawOutline(outline, theme);
  }

  #drawContours(contours: readonly ContourLevel[], view: Viewport, size: Size, theme: Theme): void {
    const context = this.#context;
    const strength = CONTOUR_OPACITY[theme.kind];
    context.lineWidth = 1;
    for (const { level, rings } of contours) {
      context.strokeStyle = cssColor(theme.foreground, strength + level * 0.01);
      context.beginPath();
      for (const ring of rings) {
        for (let i = 0; i < ring.length; i += 2) {
          const x = screenX(view, size, ring[i]!);
          const y = screenY(view, size, ring[i + 1]!);
          if (i === 0) context.moveTo(x, y);
          else context.lineTo(x, y);
        }
        context.closePath();
      }
      context.stroke();
    }
  }

  #drawRings({ rings }: Scene, theme: Theme): void {
    const context = this.#context;
    context.lineWidth = 1.5;
    context.strokeStyle = cssColor(theme.warning);
    context.setLineDash([3, 2]);
    for (const { x, y, radius } of rings) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    }
    context.setLineDash([]);
  }

  #drawOutline(outline: readonly number[], theme: Theme): void {
    const context = this.#context;
    context.beginPath();
    for (let i = 0; i < outline.length; i += 2) context.lineTo(outline[i]!, outline[i + 1]!);
    context.closePath();
    context.fillStyle = cssColor(theme.focus, 0.12);
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = cssColor(theme.focus);
    context.stroke();
  }

  #drawLinks({ links }: Scene, theme: Theme): void {
    const context = this.#context;
    context.lineWidth = 1;
    for (const { from, to, cosine } of links) {
      const strength = Math.min(1, Math.max(0, cosine));
      context.strokeStyle = cssColor(theme.foreground, 0.12 + 0.3 * strength);
      context.beginPath();
      context.moveTo(from.x, from.y);
      context.lineTo(to.x, to.y);
      context.stroke();
    }
  }

  #drawMarks({ marks }: Scene, theme: Theme): void {
    const context = this.#context;
    for (const { x, y, radius, kind, color, trust } of marks) {
      if (trust !== null) this.#drawHalo(x, y, radius, trust, theme);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      const plain = kind === "pointed" ? theme.dim : theme.similarity;
      context.fillStyle = cssColor(color ?? plain);
      context.fill();
      const rimmed = kind !== "near" || radius > 4;
      context.lineWidth = kind === "picked" ? 2 : 1.5;
      context.strokeStyle = cssColor(rimmed ? theme.foreground : theme.background);
      context.stroke();
    }
  }

  /** A ring that is closed as far as the place is to be trusted, from the top on. */
  #drawHalo(x: number, y: number, radius: number, trust: number, theme: Theme): void {
    const context = this.#context;
    const around = radius + HALO_GAP;
    const top = -Math.PI / 2;
    context.lineWidth = 2;
    for (const [strength, share] of [
      [0.2, 1],
      [0.85, trust],
    ] as const) {
      context.strokeStyle = cssColor(theme.foreground, strength);
      context.beginPath();
      context.arc(x, y, around, top, top + 2 * Math.PI * share);
      context.stroke();
    }
  }

  #drawEdges({ edges }: Scene, theme: Theme): void {
    const context = this.#context;
    for (const { x, y, angle, text, textX } of edges) {
      context.save();
      context.translate(x, y);
      context.rotate(angle);
      context.beginPath();
      context.moveTo(6, 0);
      context.lineTo(-3, -4);
      context.lineTo(-3, 4);
      context.closePath();
      context.fillStyle = cssColor(theme.similarity);
      context.fill();
      context.restore();
      this.#write(text, textX, y, "near", false, theme);
    }
  }

  #drawLabels({ labels }: Scene, theme: Theme): void {
    const context = this.#context;
    context.lineWidth = 1;
    context.strokeStyle = cssColor(theme.foreground, 0.55);
    for (const { leader } of labels)
      if (leader) {
        context.beginPath();
        context.moveTo(leader.fromX, leader.fromY);
        context.lineTo(leader.toX, leader.toY);
        context.stroke();
      }
    // The least important first, so that what matters lies on top of every halo.
    for (const { text, x, y, rank, bold } of [...labels].reverse())
      this.#write(text, x, y, rank, bold, theme);
  }

  #write(
    text: string,
    x: number,
    y: number,
    rank: "picked" | "near" | "plain",
    bold: boolean,
    theme: Theme,
  ): void {
    const context = this.#context;
    const font = LABEL_FONTS[rank];
    context.font = `${bold ? 600 : font.weight} ${font.size}px ${theme.fontFamily}`;
    context.lineWidth = 3;
    context.strokeStyle = cssColor(theme.background, 0.92);
    context.strokeText(text, x, y);
    context.fillStyle = cssColor(rank === "plain" ? theme.dim : theme.foreground);
    context.fillText(text, x, y);
  }
}
