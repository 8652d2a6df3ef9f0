import { blankAddresses, blankEncodedData } from "./addresses.ts";
import type { Prose, ProseBuilder } from "./prose.ts";
import { endSentences } from "./sentences.ts";
import type { ProseOptions } from "./textKinds.ts";

/** Returns what was built, without addresses, hashes and base64, and with its sentences ended. */
export function finishProse(builder: ProseBuilder, options: ProseOptions): Prose {
  return builder.finish((units, signs) => {
    if (options.addresses) blankEncodedData(units, signs);
    else blankAddresses(units, signs);
    endSentences(units, signs);
  });
}
