import { ProseBuilder } from "../../../../src/corpus/kinds/prose.ts";

/** A text of which all is prose, as it is when its units have been amended. */
export function amended(
  text: string,
  amend: (units: Uint16Array, signs: Uint32Array) => void,
): string {
  const builder = new ProseBuilder(text);
  builder.keep(0, text.length);
  return builder.finish(amend).text;
}
