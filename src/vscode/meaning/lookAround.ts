/** "Look Around Without Training": the words of the workspace with what they mean in general, in seconds. */
import { toModelName } from "../modelNames.ts";
import type { Trainer } from "../trainer.ts";
import type { Reporter } from "../report.ts";
import { requireWorkspace } from "./meaningParts.ts";

/** Ends the names of models that were not trained. */
const SUFFIX = "-general";

/** Makes such a model, in the place of an earlier one, and activates it. */
export async function lookAround({
  trainer,
  reporter,
}: {
  readonly trainer: Trainer;
  readonly reporter: Reporter;
}): Promise<void> {
  if (trainer.snapshot) {
    trainer.offerRunning();
    return;
  }
  const scope = requireWorkspace(reporter);
  if (!scope) return;
  await trainer.train({ kind: "general", name: toModelName(scope.label + SUFFIX), scope });
}
