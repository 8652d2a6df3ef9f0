import * as vscode from "vscode";

/** How far a piece of work is. */
export interface WorkStep {
  readonly message?: string;
  /** 0 to 1 of the whole. */
  readonly fraction?: number;
}

/** Shows a notification with progress while work goes on; its button aborts the signal. */
export function withCancellableProgress<T>(
  title: string,
  work: (report: (step: WorkStep) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const running = vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      let shown = 0;
      return work(({ message, fraction = shown }) => {
        progress.report({
          ...(message === undefined ? {} : { message }),
          increment: 100 * Math.max(0, fraction - shown),
        });
        shown = Math.max(shown, fraction);
      }, controller.signal);
    },
  );
  return Promise.resolve(running);
}
