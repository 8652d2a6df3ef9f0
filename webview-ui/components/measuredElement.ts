import { PageElement } from "./elements.ts";

/** An element that draws to its own width: scaled drawings would scale their labels too. */
export abstract class MeasuredElement extends PageElement {
  static override properties: Record<string, object> = { width: { state: true } };
  /** In CSS pixels; 0 before it is known. */
  declare protected width: number;
  readonly #resizes = new ResizeObserver(() => (this.width = this.clientWidth));

  constructor() {
    super();
    this.width = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }
}
