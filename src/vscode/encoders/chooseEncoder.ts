/** "Choose an Encoder…": which one reads the text. */
import * as vscode from "vscode";
import type { EncoderListing } from "../../protocol/encodingMessages.ts";
import { WordfieldError } from "../../errors.ts";
import { formatBytes } from "../amounts.ts";
import { languageName } from "../encoderRow.ts";
import { encoderChoice } from "../encoderSettings.ts";
import { askPick } from "../quickSteps.ts";
import { listingOfRow, type EncoderParts } from "./encoderParts.ts";

interface ChoiceItem extends vscode.QuickPickItem {
  /** What the setting becomes; null for a folder that is still to be chosen, undefined for a download. */
  readonly value?: string | null;
}

/** Makes the encoder of a row, or one that is picked, the one that is asked. */
export async function chooseEncoder(parts: EncoderParts, row: unknown): Promise<void> {
  const listing = listingOfRow(row);
  if (listing?.kind === "encoder") {
    await useEncoder(parts, valueOf(listing));
    return;
  }
  const { folder } = encoderChoice();
  const listings = await parts.models.listEncoders(folder === null ? [] : [folder]);
  const items: ChoiceItem[] = [
    {
      value: "",
      label: vscode.l10n.t("By the script of the text"),
      description: vscode.l10n.t("the bundled ones, for English and Chinese"),
    },
    ...listings.flatMap((one) => (one.kind === "encoder" ? [itemOf(one)] : [])),
    { value: null, label: `$(folder-opened) ${vscode.l10n.t("A folder…")}` },
    { label: `$(cloud-download) ${vscode.l10n.t("Download an Encoder…")}` },
  ];
  const picked = await askPick<ChoiceItem>({
    title: vscode.l10n.t("Choose an Encoder"),
    placeholder: vscode.l10n.t("It reads the text for meaning in context, senses and search"),
    items,
    active: items.find(({ value }) => value === currentValue(listings, folder)),
    canGoBack: false,
  });
  if (!picked || picked === "back") return;
  if (picked.value === undefined) await vscode.commands.executeCommand("wordfield.downloadEncoder");
  else {
    const value = picked.value ?? (await askFolder());
    if (value !== undefined) await useEncoder(parts, value);
  }
}

/**
 * Sets the encoder that is asked: empty for the bundled ones, an id, or a folder that is tried first.
 *
 * Errors: `bad-format` where the folder holds no encoder that can be used.
 */
export async function useEncoder({ models, reporter }: EncoderParts, value: string): Promise<void> {
  if (vscode.Uri.file(value).fsPath === value && value !== "") {
    const listings = await models.listEncoders([value]);
    const fault = listings.find((one) => one.kind === "damaged" && one.folder === value);
    if (fault?.kind === "damaged") throw new WordfieldError("bad-format", fault.reason);
  }
  await vscode.workspace
    .getConfiguration("wordfield")
    .update("encoder.model", value || undefined, vscode.ConfigurationTarget.Global);
  await models.refresh();
  reporter.log.info(`The encoder is ${value || "chosen by the script of the text"}.`);
}

function itemOf({ encoder }: Extract<EncoderListing, { kind: "encoder" }>): ChoiceItem {
  return {
    value: encoder.hubId ?? encoder.folder,
    label: encoder.hubId ?? encoder.name,
    description: [
      ...(encoder.language === undefined ? [] : [languageName(encoder.language)]),
      formatBytes(encoder.bytes),
    ].join(" · "),
  };
}

function valueOf({ encoder }: Extract<EncoderListing, { kind: "encoder" }>): string {
  return encoder.hubId ?? encoder.folder;
}

function currentValue(listings: readonly EncoderListing[], folder: string | null): string {
  const current = listings.find((one) => one.kind === "encoder" && one.encoder.folder === folder);
  return current?.kind === "encoder" ? valueOf(current) : "";
}

async function askFolder(): Promise<string | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Choose an Encoder"),
    openLabel: vscode.l10n.t("Use This Encoder"),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return picked?.[0]?.fsPath;
}
