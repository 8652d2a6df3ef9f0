/** Checks of what the page sends: nothing else of the extension sees a message before it has passed here. */
import * as v from "valibot";
import { WordfieldError } from "../errors.ts";
import { mapPageSchemas } from "./mapPageSchemas.ts";
import { comparePageSchemas } from "./comparePageSchemas.ts";
import { contextPageSchemas } from "./contextPageSchemas.ts";
import type { PageRequests } from "./pageMessages.ts";
import { MAXIMUM_VIEW } from "./viewMessages.ts";
import { count, word, wordSchemas } from "./wordSchemas.ts";

const place = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(32_768));

const schemas = {
  ...comparePageSchemas,
  ...contextPageSchemas,
  readState: v.strictObject({}),
  ...wordSchemas,
  completeWord: v.strictObject({ text: word, count }),
  readMap: v.strictObject({
    count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
  }),
  findOccurrences: v.strictObject({
    word,
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  }),
  findSharedContexts: v.strictObject({ a: word, b: word }),
  surveyWorkspace: v.strictObject({}),
  openPlace: v.strictObject({
    path,
    line: place,
    column: place,
    length: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
    keep: v.boolean(),
  }),
  runCommand: v.strictObject({
    command: v.picklist([
      "wordfield.train",
      "wordfield.lookAround",
      "wordfield.cancelTraining",
      "wordfield.pauseTraining",
      "wordfield.resumeTraining",
      "wordfield.openModelFile",
      "wordfield.chooseModel",
      "wordfield.followCursor",
      "wordfield.groundModel",
      "wordfield.openView",
      "wordfield.showLog",
    ]),
  }),
  chooseModel: v.strictObject({ path }),
  ...mapPageSchemas,
  keepView: v.strictObject({
    title: v.pipe(v.string(), v.maxLength(10_000)),
    view: v.pipe(v.string(), v.maxLength(MAXIMUM_VIEW)),
  }),
  openView: v.strictObject({ name: v.pipe(v.string(), v.maxLength(1_000)) }),
} satisfies { [M in keyof PageRequests]: v.GenericSchema<unknown, PageRequests[M]["params"]> };

/** The check of a message's outer form; its life is a random id of the page's own making. */
export const envelopeSchema = v.strictObject({
  life: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  message: v.looseObject({ jsonrpc: v.literal("2.0") }),
});

/**
 * Checks the parameters of one request of the page.
 *
 * Errors: `bad-input`, naming the method and what is wrong.
 */
export function parsePageRequest<M extends keyof PageRequests>(
  method: M,
  params: unknown,
): PageRequests[M]["params"] {
  const parsed = v.safeParse(schemas[method], params);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  throw new WordfieldError(
    "bad-input",
    `The panel's request ${method} was refused: ${v.getDotPath(issue) ?? "parameters"}: ${issue.message}`,
  );
}
