/** How far a download is: bytes, speed and the time left. */
import type { DownloadSnapshot } from "../protocol/downloadMessages.ts";

/** Takes what has come of the file that is under way, and makes snapshots of it. */
export interface DownloadProgress {
  /** Says which file comes now. */
  begin(file: string): void;
  /** Says how many bytes of it are there. */
  reach(bytes: number): void;
  /** Says that it is whole. */
  end(bytes: number): void;
}

const REPORT_MS = 200;
/** The speed is that of the last seconds: what was there already came from the disk. */
const WINDOW_MS = 5_000;

/** Follows a download of so many bytes; `report` hears of it at most five times a second. */
export function followDownload(
  { runId, totalBytes }: { readonly runId: string; readonly totalBytes: number },
  report: (snapshot: DownloadSnapshot) => void,
  nowMs: () => number = () => performance.now(),
): DownloadProgress {
  let file = "";
  let earlier = 0;
  let reportedMs = -Infinity;
  let marks: (readonly [ms: number, bytes: number])[] = [];

  const show = (received: number) => {
    const now = nowMs();
    marks = [...marks.filter(([ms]) => now - ms < WINDOW_MS), [now, received]];
    const [first] = marks;
    const spanMs = first ? now - first[0] : 0;
    const speed =
      first && spanMs >= REPORT_MS && received > first[1]
        ? ((received - first[1]) / spanMs) * 1_000
        : null;
    report({
      ...{ runId, file, totalBytes },
      fraction: totalBytes === 0 ? 1 : Math.min(1, received / totalBytes),
      receivedBytes: received,
      bytesPerSecond: speed,
      secondsLeft: speed === null ? null : Math.max(0, totalBytes - received) / speed,
    });
  };

  return {
    begin: (name) => {
      file = name;
      marks = [];
    },
    reach: (bytes) => {
      if (nowMs() - reportedMs < REPORT_MS) return;
      reportedMs = nowMs();
      show(earlier + bytes);
    },
    end: (bytes) => {
      earlier += bytes;
      show(earlier);
    },
  };
}
