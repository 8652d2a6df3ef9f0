/** What the engine is asked and says of files from the network; part of the engine's contract. */
import type { WeightType } from "./encoderMessages.ts";

/** An encoder that is worth a download; known without asking anybody. */
export interface RecommendedEncoder {
  /** Hub id, "owner/name". */
  readonly id: string;
  /** ISO 639 codes; "mul" for many languages. */
  readonly languages: readonly string[];
  /** SPDX identifier. */
  readonly license: string;
  readonly dimension: number;
  readonly layers: number;
  readonly hasMaskedWords: boolean;
  readonly weightType: WeightType;
  /** Size of all its files; where the hub has others, the download is refused or asked for again. */
  readonly bytes: number;
}

/** An encoder that was downloaded. */
export interface DownloadedEncoder {
  readonly id: string;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Size of all its files. */
  readonly bytes: number;
  readonly license: string | null;
  readonly languages: readonly string[];
  /** Commit of the hub that it is of. */
  readonly revision: string;
}

/** An encoder of which a part was downloaded. */
export interface UnfinishedDownload {
  readonly id: string;
  /** Size of what is there. */
  readonly bytes: number;
}

/** What a hub has of an encoder, and what a download would take. */
export interface DownloadPlan {
  readonly id: string;
  readonly host: string;
  /** Commit; the files of a commit never change. */
  readonly revision: string;
  readonly license: string | null;
  readonly languages: readonly string[];
  /** The files to take, as their paths in the folder. */
  readonly files: readonly {
    readonly path: string;
    readonly bytes: number;
  }[];
  readonly bytes: number;
  readonly weightType: WeightType;
  /** What else there is, with the size of all files. */
  readonly otherWeights: readonly { readonly type: WeightType; readonly bytes: number }[];
}

/** How far a download is. */
export interface DownloadSnapshot {
  readonly runId: string;
  /** 0 to 1 of all files. */
  readonly fraction: number;
  /** What comes now. */
  readonly file: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

/** The libraries of GPU providers that ONNX Runtime's package leaves out. */
interface RuntimeLibraries {
  readonly host: string;
  /** Name of the package that holds them. */
  readonly name: string;
  /** That of ONNX Runtime. */
  readonly version: string;
  /** Names of the files. */
  readonly files: readonly string[];
  /** Folder of ONNX Runtime's own library, beside which they are looked for. */
  readonly folder: string;
  readonly installed: boolean;
}

/**
 * Host → engine. Only the requests that take `offline` open a socket, and none of them does where it is true.
 *
 * Errors of these: `offline`; `network` where the server cannot be reached, refuses or ends too early; `bad-format` for
 * contents that are not those stated; `bad-input`; `file-unwritable`; `canceled`.
 */
export interface DownloadRequests {
  /** Lists what is recommended, what was downloaded into a folder, and what was begun. */
  listDownloads: {
    params: { readonly folder: string };
    result: {
      /** Host name of the hub. */
      readonly host: string;
      readonly recommended: readonly RecommendedEncoder[];
      readonly downloaded: readonly DownloadedEncoder[];
      readonly unfinished: readonly UnfinishedDownload[];
    };
  };
  /** Asks the hub what it has of an encoder; nothing is written. The hub learns the id. */
  planDownload: {
    params: {
      readonly id: string;
      /** Null for 8-bit weights where there are some. */
      readonly weightType: WeightType | null;
      readonly offline: boolean;
    };
    result: DownloadPlan;
  };
  /** Downloads an encoder, or the rest of one; a cancel keeps what has come. */
  downloadEncoder: {
    params: {
      readonly runId: string;
      readonly folder: string;
      readonly id: string;
      readonly weightType: WeightType | null;
      /** What the user has agreed to; a larger download is refused with `bad-input`. */
      readonly mostBytes: number;
      readonly offline: boolean;
    };
    result: { readonly encoder: DownloadedEncoder };
  };
  /** Ends the encoder's process and deletes its files, unfinished ones too. */
  deleteEncoder: {
    params: { readonly folder: string; readonly id: string };
    result: { readonly deletedBytes: number };
  };
  /** Says which libraries of GPU providers could be had; null on platforms whose package has all there are. */
  describeRuntimeLibraries: {
    params: object;
    result: { readonly libraries: RuntimeLibraries | null };
  };
  /** Asks how large they are; nothing is written. */
  planRuntimeLibraries: {
    params: { readonly offline: boolean };
    result: { readonly bytes: number };
  };
  /** Downloads them for ONNX Runtime's version; a cancel keeps what has come in the folder `store`. */
  downloadRuntimeLibraries: {
    params: {
      readonly runId: string;
      readonly store: string;
      /** What the user has agreed to. */
      readonly mostBytes: number;
      readonly offline: boolean;
    };
    result: { readonly files: readonly string[] };
  };
}
