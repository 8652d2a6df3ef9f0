/** "Download an Encoder…": a recommended one or any of the hub, after consent, with progress. */
import * as vscode from "vscode";
import type { RecommendedEncoder } from "../../protocol/downloadMessages.ts";
import type { WeightType } from "../../protocol/encoderMessages.ts";
import { isHubId } from "../../protocol/hubId.ts";
import { formatBytes } from "../amounts.ts";
import { languageName } from "../encoderRow.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { askPick, askText } from "../quickSteps.ts";
import { useEncoder } from "./chooseEncoder.ts";
import { askConsent, refusesNetwork } from "./consent.ts";
import { withDownload, type EncoderParts } from "./encoderParts.ts";

interface EncoderItem extends vscode.QuickPickItem {
  readonly id: string | null;
}

/** What was agreed to. */
interface Wish {
  readonly id: string;
  readonly weightType: WeightType | null;
  readonly mostBytes: number;
}

/** Recommendations state rounded sizes. */
const TOLERANCE = 1.1;

/** Asks which encoder, asks for consent, downloads it and offers to use it. */
export async function downloadEncoder(parts: EncoderParts, given: unknown): Promise<void> {
  const { calls, models, reporter } = parts;
  if (refusesNetwork(reporter, () => downloadEncoder(parts, given))) return;
  const folder = models.encodersFolder.fsPath;
  const { host, recommended, downloaded, unfinished } = await calls.listDownloads({ folder });
  const there = new Set(downloaded.map(({ id }) => id));
  const begun = new Map(unfinished.map(({ id, bytes }) => [id, bytes]));
  const id =
    typeof given === "string" && isHubId(given)
      ? given
      : await askId(
          recommended.filter((encoder) => !there.has(encoder.id)),
          begun,
        );
  if (id === undefined) return;
  if (there.has(id)) {
    reporter.info(vscode.l10n.t("{0} is here already.", id), [offerUse(parts, id)]);
    return;
  }
  const known = recommended.find((encoder) => encoder.id === id);
  const wish = known ? await agreeToKnown(known, host) : await agreeToUnknown(parts, id, host);
  if (!wish || refusesNetwork(reporter, () => downloadEncoder(parts, id))) return; // it may have been set meanwhile
  const { encoder } = await withDownload(
    parts,
    vscode.l10n.t("Downloading {0} from {1}", id, host),
    (runId, signal) => calls.downloadEncoder({ runId, folder, ...wish, offline: false }, signal),
  );
  await models.refresh();
  reporter.info(
    vscode.l10n.t("The encoder {0} is here: {1}.", encoder.id, formatBytes(encoder.bytes)),
    [offerUse(parts, id)],
  );
}

function offerUse(parts: EncoderParts, id: string) {
  return {
    title: vscode.l10n.t("Use This Encoder"),
    run: () => useEncoder(parts, id),
  };
}

async function askId(
  recommended: readonly RecommendedEncoder[],
  begun: ReadonlyMap<string, number>,
): Promise<string | undefined> {
  const other = [...begun].filter(([id]) => !recommended.some((encoder) => encoder.id === id));
  const items: EncoderItem[] = [
    ...recommended.map((encoder) => describe(encoder, begun.get(encoder.id))),
    ...other.map(([id, bytes]) => ({ id, label: id, description: writeBegun(bytes) })),
    {
      id: null,
      label: `$(globe) ${vscode.l10n.t("Another one of the hub…")}`,
      description: vscode.l10n.t("by its id"),
    },
  ];
  const picked = await askPick<EncoderItem>({
    title: vscode.l10n.t("Download an Encoder"),
    placeholder: vscode.l10n.t("Nothing is asked of the network before you agree"),
    items,
    canGoBack: false,
  });
  if (!picked || picked === "back") return undefined;
  return picked.id ?? askHubId();
}

function describe(encoder: RecommendedEncoder, begunBytes: number | undefined): EncoderItem {
  return {
    id: encoder.id,
    label: encoder.id,
    description: [
      encoder.languages.map(languageName).join(", "),
      formatBytes(encoder.bytes),
      encoder.license,
    ].join(" · "),
    detail: [
      vscode.l10n.t("{0} layers, {1} dimensions", encoder.layers, encoder.dimension),
      ...(encoder.hasMaskedWords ? [vscode.l10n.t("expects masked words")] : []),
      ...(begunBytes === undefined ? [] : [writeBegun(begunBytes)]),
    ].join(" · "),
  };
}

function writeBegun(bytes: number): string {
  return vscode.l10n.t("{0} have come already", formatBytes(bytes));
}

async function askHubId(): Promise<string | undefined> {
  const answer = await askText({
    title: vscode.l10n.t("Download an Encoder"),
    prompt: vscode.l10n.t("The id of an ONNX export of a BERT"),
    placeholder: "Xenova/bert-base-uncased",
    value: "",
    canGoBack: false,
    findFault: (text) =>
      isHubId(text.trim()) ? null : vscode.l10n.t("An id is owner/name, without spaces."),
  });
  return answer && answer !== "back" ? answer.text.trim() : undefined;
}

async function agreeToKnown(
  { id, bytes, license }: RecommendedEncoder,
  host: string,
): Promise<Wish | undefined> {
  return (await agree(id, bytes, license, host))
    ? { id, weightType: null, mostBytes: bytes * TOLERANCE }
    : undefined;
}

/** The size of what nobody has recommended is the hub's to tell: a question of its own. */
async function agreeToUnknown(
  { calls }: EncoderParts,
  id: string,
  host: string,
): Promise<Wish | undefined> {
  const mayAsk = await askConsent(
    vscode.l10n.t("Ask {0} about {1}?", host, id),
    [
      vscode.l10n.t(
        "{0} learns this id and your address, and answers with the list of files, their sizes and the license. Nothing is downloaded yet.",
        host,
      ),
    ],
    vscode.l10n.t("Ask"),
  );
  if (!mayAsk) return undefined;
  const plan = await withCancellableProgress(
    vscode.l10n.t("Asking {0} about {1}", host, id),
    (_, signal) => calls.planDownload({ id, weightType: null, offline: false }, signal),
  );
  const choices = [{ type: plan.weightType, bytes: plan.bytes }, ...plan.otherWeights];
  const choice = choices.length === 1 ? choices[0] : await askWeights(id, choices);
  if (!choice) return undefined;
  const { type, bytes } = choice;
  return (await agree(id, bytes, plan.license, host))
    ? { id, weightType: type, mostBytes: bytes }
    : undefined;
}

async function askWeights(
  id: string,
  choices: readonly { readonly type: WeightType; readonly bytes: number }[],
) {
  const picked = await askPick({
    title: vscode.l10n.t("Weights of {0}", id),
    placeholder: vscode.l10n.t("8-bit weights are the fastest on a processor"),
    items: choices.map((choice) => ({
      label: choice.type,
      description: formatBytes(choice.bytes),
      choice,
    })),
    canGoBack: false,
  });
  return picked && picked !== "back" ? picked.choice : undefined;
}

function agree(id: string, bytes: number, license: string | null, host: string): Promise<boolean> {
  return askConsent(
    vscode.l10n.t("Download {0}, {1}?", id, formatBytes(bytes)),
    [
      license === null
        ? vscode.l10n.t("{0} states no license of it.", host)
        : vscode.l10n.t("License: {0}", license),
      vscode.l10n.t(
        "It comes from {0}, which learns the names of the files and your address, and nothing of your text. It is checked, and kept once for all workspaces until you delete it.",
        host,
      ),
    ],
    vscode.l10n.t("Download"),
  );
}
