// A NuGet server on this machine, with one package.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that runs. */
export interface NugetServer {
  /** Address of its index. */
  readonly index: string;
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Starts a server of one package; `stated` is what it says of the package, where that is not the truth. */
export async function startNuget(
  name: string,
  version: string,
  archive: Buffer,
  stated: { readonly packageHash?: string; readonly packageSize?: number } = {},
): Promise<NugetServer> {
  const id = name.toLowerCase();
  let connections = 0;
  const server = createServer((request, response) => {
    const address = `http://${request.headers.host}`;
    const entry = {
      packageHash: createHash("sha512").update(archive).digest("base64"),
      packageHashAlgorithm: "SHA512",
      packageSize: archive.length,
      ...stated,
    };
    const documents: Readonly<Record<string, object>> = {
      "/v3/index.json": {
        version: "3.0.0",
        resources: [
          { "@id": `${address}/flat/`, "@type": "PackageBaseAddress/3.0.0" },
          { "@id": `${address}/registration`, "@type": "RegistrationsBaseUrl" },
        ],
      },
      [`/registration/${id}/${version}.json`]: { catalogEntry: `${address}/catalog/1.json` },
      "/catalog/1.json": entry,
    };
    const path = request.url ?? "";
    const found = documents[path];
    if (found) response.end(JSON.stringify(found));
    else if (path === `/flat/${id}/${version}/${id}.${version}.nupkg`) response.end(archive);
    else response.writeHead(404).end();
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    index: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v3/index.json`,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Makes a ZIP archive of files that are not compressed. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const common = Buffer.alloc(26); // from "version needed" to the length of the extra field
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(checksumOf(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, path, bytes]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, end, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** CRC-32 of ZIP. */
function checksumOf(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
