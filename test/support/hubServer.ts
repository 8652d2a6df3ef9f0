// A hub of models on this machine, which answers as Hugging Face's does, or as a broken or hostile one would.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** What a hub says of a file. */
export interface StatedFile {
  readonly rfilename: string;
  readonly size?: number;
  readonly blobId?: string;
  readonly lfs?: { readonly sha256: string; readonly size: number };
}

/** A question that the hub was asked. */
interface AskedFor {
  readonly path: string;
  readonly range: string | undefined;
}

/** How it answers one question, where not as a hub does. */
export type Misbehavior = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A hub that runs. */
export interface HubServer {
  readonly address: string;
  /** All questions so far. */
  readonly asked: AskedFor[];
  /** Connections that were opened. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** The commit that the hub has. */
export const REVISION = "0123456789abcdef0123456789abcdef01234567";
/** The files of an encoder, as a hub has them. */
const FILES = ["config.json", "tokenizer.json", "onnx/model.onnx"];

/** Reads the files of an encoder's folder, with the names that a hub lists. */
export function readEncoderFiles(folder: string): ReadonlyMap<string, Buffer> {
  return new Map(FILES.map((name) => [name, readFileSync(join(folder, name))]));
}

/** States a file as a hub does: large ones by SHA-256, small ones by Git's hash. */
export function stateFile(name: string, bytes: Uint8Array): StatedFile {
  if (name.endsWith(".onnx")) {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { rfilename: name, size: bytes.length, lfs: { sha256, size: bytes.length } };
  }
  const blobId = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  return { rfilename: name, size: bytes.length, blobId };
}

/**
 * Starts a hub that has files under one id, and sends large ones from another address, as Hugging Face does.
 *
 * `misbehave` sees each question first and says whether it has answered it; `stated` replaces the list of files.
 */
export async function startHub(
  id: string,
  files: ReadonlyMap<string, Uint8Array>,
  {
    misbehave = () => false,
    stated = [...files].map(([name, bytes]) => stateFile(name, bytes)),
  }: { readonly misbehave?: Misbehavior; readonly stated?: readonly StatedFile[] } = {},
): Promise<HubServer> {
  const asked: AskedFor[] = [];
  let connections = 0;
  const far = await listen((request, response) => {
    asked.push(askedFor(request));
    const bytes = files.get(decodeURIComponent((request.url ?? "").slice(1)));
    if (!misbehave(request, response)) send(request, response, bytes);
  });
  const near = await listen((request, response) => {
    const question = askedFor(request);
    asked.push(question);
    if (misbehave(request, response)) return;
    const { path } = question;
    const resolved = `/${id}/resolve/${REVISION}/`;
    if (path.startsWith(`/api/models/${id}/revision/`)) {
      response.setHeader("content-type", "application/json");
      const cardData = { license: "apache-2.0", language: ["en"] };
      response.end(JSON.stringify({ id, sha: REVISION, cardData, tags: [], siblings: stated }));
    } else if (path.startsWith(resolved) && path.endsWith(".onnx")) {
      response.writeHead(302, { location: `${far.address}/${path.slice(resolved.length)}` }).end();
    } else send(request, response, files.get(path.slice(resolved.length)));
  });
  for (const { server } of [near, far]) server.on("connection", () => connections++);
  return {
    address: near.address,
    asked,
    connections: () => connections,
    close: async () => {
      for (const { server } of [near, far]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** Sends a file, or the rest of it that was asked for. */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array | undefined,
): void {
  if (!bytes) {
    response.writeHead(404).end("not found");
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, {
    "content-length": bytes.length - from,
    ...(from > 0
      ? { "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
      : { "accept-ranges": "bytes" }),
  });
  response.end(bytes.subarray(from));
}

function askedFor({ url = "", headers }: IncomingMessage): AskedFor {
  return { path: url.split("?")[0] ?? "", range: headers.range };
}

async function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ readonly server: Server; readonly address: string }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
