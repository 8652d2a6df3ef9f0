/** "Download Libraries for GPUs": those that ONNX Runtime's package leaves out, after consent. */
import * as vscode from "vscode";
import { formatBytes } from "../amounts.ts";
import { withCancellableProgress } from "../cancellableProgress.ts";
import { askConsent, refusesNetwork } from "./consent.ts";
import { withDownload, type EncoderParts } from "./encoderParts.ts";

/** Asks for consent twice, since only the server knows the size, downloads the libraries and says which there are. */
export async function downloadGpuLibraries(parts: EncoderParts): Promise<void> {
  const { calls, models, reporter } = parts;
  const { libraries } = await calls.describeRuntimeLibraries({});
  if (!libraries) {
    reporter.info(
      vscode.l10n.t("On this platform there are no further libraries for GPUs to download."),
    );
    return;
  }
  const { name, version, host, files, folder } = libraries;
  if (libraries.installed) {
    reporter.info(vscode.l10n.t("The libraries for GPUs are here already: {0}.", folder));
    return;
  }
  if (refusesNetwork(reporter, () => downloadGpuLibraries(parts))) return;
  const mayAsk = await askConsent(
    vscode.l10n.t("Ask {0} about {1}?", host, `${name} ${version}`),
    [
      vscode.l10n.t(
        "{0} learns this name and your address, and answers with size and hash. Nothing is downloaded yet.",
        host,
      ),
    ],
    vscode.l10n.t("Ask"),
  );
  if (!mayAsk) return;
  const { bytes } = await withCancellableProgress(
    vscode.l10n.t("Asking {0} about {1}", host, name),
    (_, signal) => calls.planRuntimeLibraries({ offline: false }, signal),
  );
  const agreed = await askConsent(
    vscode.l10n.t("Download {0}, {1}?", name, formatBytes(bytes)),
    [
      vscode.l10n.t("License: {0}", "MIT"),
      vscode.l10n.t(
        "It comes from {0}. {1} are taken out of it for ONNX Runtime {2}; they need an NVIDIA card and CUDA. An update of the extension removes them.",
        host,
        files.join(", "),
        version,
      ),
    ],
    vscode.l10n.t("Download"),
  );
  if (!agreed) return;
  const store = vscode.Uri.joinPath(models.encodersFolder, "..", "runtime").fsPath;
  await withDownload(
    parts,
    vscode.l10n.t("Downloading {0} from {1}", name, host),
    (runId, signal) =>
      calls.downloadRuntimeLibraries({ runId, store, mostBytes: bytes, offline: false }, signal),
  );
  await models.refresh();
  reporter.info(
    vscode.l10n.t(
      "The libraries for GPUs are here. The next encoder tries them, and the log says what came of it.",
    ),
  );
}
