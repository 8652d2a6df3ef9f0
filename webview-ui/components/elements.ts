/** What all elements of the page have in common. */
import { html, LitElement, noChange, nothing, type TemplateResult } from "lit";
import { Directive, directive, PartType, type ElementPart, type PartInfo } from "lit/directive.js";

/**
 * An element without a shadow tree.
 *
 * One style sheet then serves the whole page, and names and descriptions for screen readers reach across elements.
 */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}

class CssProperties extends Directive {
  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("cssProperties stands inside a tag.");
  }

  override update(part: ElementPart, [properties]: [Readonly<Record<string, string>>]): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
    return noChange;
  }

  render(_properties: Readonly<Record<string, string>>): unknown {
    return noChange;
  }
}

/** Sets CSS properties of an element by script; lit's `styleMap` writes a style attribute, which the page's policy forbids. */
export const cssProperties = directive(CssProperties);

/** A codicon. */
export function icon(name: string): TemplateResult {
  return html`<i class="codicon codicon-${name}" aria-hidden="true"></i>`;
}

/** What an icon button needs. */
export interface IconButton {
  readonly icon: string;
  readonly label: string;
  readonly click: (event: MouseEvent) => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

/** A button of 22 pixels with an icon and a spoken name. */
export function iconButton({
  icon: name,
  label,
  click,
  disabled,
  pressed,
}: IconButton): TemplateResult {
  return html`<button
    type="button"
    class="icon-button ${pressed === true ? "pressed" : ""}"
    aria-label=${label}
    title=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    ?disabled=${disabled ?? false}
    @click=${click}
  >
    ${icon(name)}
  </button>`;
}
