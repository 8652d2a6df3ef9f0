/** What the commands about encoders have in common. */
import * as vscode from "vscode";
import type { Calls } from "../../protocol/channel.ts";
import type { DownloadSnapshot } from "../../protocol/downloadMessages.ts";
import type { EncoderListing } from "../../protocol/encodingMessages.ts";
import type { EngineRequests } from "../../protocol/engineMessages.ts";
import { formatBytes, formatSeconds } from "../amounts.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import type { Models } from "../models.ts";
import type { Reporter } from "../report.ts";

/** What the commands need. */
export interface EncoderParts {
  readonly calls: Calls<EngineRequests>;
  readonly models: Pick<Models, "encodersFolder" | "listEncoders" | "refresh">;
  readonly reporter: Reporter;
  readonly onDidChangeDownload: vscode.Event<DownloadSnapshot>;
}

let runs = 0;

/** Runs a download under a notification that tells bytes and time left and can cancel it; undefined where it was canceled. */
export function withDownload<T>(
  { onDidChangeDownload }: Pick<EncoderParts, "onDidChangeDownload">,
  title: string,
  download: (runId: string, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  runs += 1;
  const runId = `${process.pid}-download-${runs}`;
  return withCancellableProgress(title, async (report, signal) => {
    const following = onDidChangeDownload((snapshot) => {
      if (snapshot.runId === runId)
        report({ message: writeDownload(snapshot), fraction: snapshot.fraction });
    });
    try {
      return await download(runId, signal);
    } finally {
      following.dispose();
    }
  });
}

/** The id of the downloaded encoder of a row; undefined for anything else. */
export function hubIdOfRow(row: unknown): string | undefined {
  const listing = listingOfRow(row);
  return listing?.kind === "encoder" ? listing.encoder.hubId : undefined;
}

/** The encoder of a row of the list of models; undefined for anything else. */
export function listingOfRow(row: unknown): EncoderListing | undefined {
  if (typeof row !== "object" || row === null || !("listing" in row)) return undefined;
  return (row as { readonly listing: EncoderListing }).listing;
}

function writeDownload({
  receivedBytes,
  totalBytes,
  bytesPerSecond,
  secondsLeft,
}: DownloadSnapshot): string {
  return [
    vscode.l10n.t("{0} of {1}", formatBytes(receivedBytes), formatBytes(totalBytes)),
    ...(bytesPerSecond === null ? [] : [`${formatBytes(bytesPerSecond)}/s`]),
    ...(secondsLeft === null ? [] : [vscode.l10n.t("{0} left", formatSeconds(secondsLeft))]),
  ].join(" · ");
}
