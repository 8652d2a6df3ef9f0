/** The balance between what words mean here and in general. */
import { html, type TemplateResult } from "lit";
import type { Balance } from "../../src/protocol/groundingMessages.ts";
import type { AutoBalance } from "../../src/protocol/modelMessages.ts";
import { formatShare } from "../formatting.ts";
import { text } from "../texts.ts";
import { cssProperties, PageElement } from "./elements.ts";

const STEP = 0.05;
const LARGE_STEP = 0.25;
/** Where "auto" stands while no word says it: the place of a word whose uses here contradict nothing. */
const UNCONTRADICTED = 2 / 3;

/** `<wf-balance>`: a slider of 96 pixels with a tick at "auto"; a double-click, or `A`, goes back there. */
export class BalanceSlider extends PageElement {
  static override properties = {
    value: { attribute: false },
    auto: { attribute: false },
    changed: { attribute: false },
  };
  declare value: Balance;
  /** What "auto" makes of the word at hand; undefined without a word. */
  declare auto: AutoBalance | undefined;
  declare changed: (balance: Balance) => void;
  #dragging = false;

  constructor() {
    super();
    this.value = "auto";
    this.auto = undefined;
    this.changed = () => undefined;
  }

  protected override render(): TemplateResult {
    const tick = this.auto?.balance ?? UNCONTRADICTED;
    const at = this.value === "auto" ? tick : this.value;
    return html`<div class="balance">
      <span class="balance-end" aria-hidden="true">${text("balanceHere")}</span>
      <div
        class="balance-slider ${this.value === "auto" ? "auto" : ""}"
        role="slider"
        tabindex="0"
        aria-label=${text("balance")}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(at * 100)}
        aria-valuetext=${spokenBalance(this.value, this.auto)}
        title=${text("balanceTitle")}
        ${cssProperties({ "--at": String(at), "--tick": String(tick) })}
        @pointerdown=${this.#onDown}
        @pointermove=${this.#onMove}
        @pointerup=${this.#onUp}
        @lostpointercapture=${this.#onUp}
        @dblclick=${() => this.#set("auto")}
        @keydown=${this.#onKey}
      >
        <span class="balance-track"></span><span class="balance-tick"></span
        ><span class="balance-thumb"></span>
      </div>
      <span class="balance-end" aria-hidden="true">${text("balanceGeneral")}</span>
    </div>`;
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#dragging = true;
    this.#follow(event);
  }

  #onMove(event: PointerEvent): void {
    if (this.#dragging) this.#follow(event);
  }

  #onUp(): void {
    this.#dragging = false;
  }

  #follow(event: PointerEvent): void {
    const track = this.querySelector(".balance-track")!.getBoundingClientRect();
    const way = (event.clientX - track.left) / track.width;
    this.#set(getComputedStyle(this).direction === "rtl" ? 1 - way : way);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.value === "auto" ? (this.auto?.balance ?? UNCONTRADICTED) : this.value;
    const to: Record<string, Balance> = {
      ArrowRight: at + STEP,
      ArrowUp: at + STEP,
      ArrowLeft: at - STEP,
      ArrowDown: at - STEP,
      PageUp: at + LARGE_STEP,
      PageDown: at - LARGE_STEP,
      Home: 0,
      End: 1,
      a: "auto",
      A: "auto",
    };
    const balance = to[event.key];
    if (balance === undefined) return;
    this.#set(balance);
    event.preventDefault();
    event.stopPropagation();
  }

  #set(balance: Balance): void {
    // Hundredths: finer than the eye, and coarse enough that a drag asks no question twice.
    const next =
      balance === "auto" ? balance : Math.round(Math.min(1, Math.max(0, balance)) * 100) / 100;
    if (next !== this.value) this.changed(next);
  }
}

customElements.define("wf-balance", BalanceSlider);

/** The balance in words, for the slider's value. */
function spokenBalance(balance: Balance, auto: AutoBalance | undefined): string {
  if (balance === "auto") return text("balanceAuto", formatShare(auto?.balance ?? UNCONTRADICTED));
  if (balance === 0) return text("balanceOnlyHere");
  if (balance === 1) return text("balanceOnlyGeneral");
  return text("balanceBetween", formatShare(balance));
}

/** Cosines from which on most of a general meaning is kept, and below which most of it has given way. */
const MOSTLY_KEPT = 0.95;
const MOSTLY_GONE = 0.5;

/** What "auto" does for a word: "Auto: mostly general, 21 uses". */
export function autoSentence({ kept }: AutoBalance, uses: number | null): string {
  const times = uses === null ? "" : text("balanceUses", uses);
  if (kept === null) return text("autoUnknown") + times;
  if (kept >= MOSTLY_KEPT) return text("autoGeneral") + times;
  const contradicting = uses === null ? "" : text("balanceUsesAgainst", uses);
  return text(kept < MOSTLY_GONE ? "autoHere" : "autoBetween") + contradicting;
}
