/** Maps as tables for other programs. */
import type { ProjectedMap } from "../protocol/mapMessages.ts";

const ROWS_AT_ONCE = 1000;

/** Lines of word, count, position and cluster, with a heading; clusters count from 1. */
export function* tsvLines(map: ProjectedMap): Generator<string> {
  const { words, counts, positions, settings, clusterOfWord } = map;
  const axes = ["x", "y", "z"].slice(0, settings.dimensions);
  yield `${["word", "count", ...axes, "cluster"].join("\t")}\n`;
  for (const [row, word] of words.entries()) {
    const start = row * settings.dimensions;
    const place = positions.subarray(start, start + settings.dimensions);
    const cluster = clusterOfWord[row];
    yield `${[plain(word), counts[row] ?? "", ...Array.from(place, short), cluster === undefined ? "" : cluster + 1].join("\t")}\n`;
  }
}

/** Metadata of the Embedding Projector: word, count, cluster. */
export function* projectorMetadata({
  words,
  counts,
  clusterOfWord,
  clusters,
}: ProjectedMap): Generator<string> {
  yield "word\tcount\tcluster\n";
  for (const [row, word] of words.entries()) {
    const names = clusters[clusterOfWord[row] ?? -1]?.words.slice(0, 3).join(", ") ?? "";
    yield `${plain(word)}\t${counts[row] ?? ""}\t${plain(names)}\n`;
  }
}

/** Vectors of the Embedding Projector, one a line. Shapes: `vectorOf` gives [d]. */
export function* projectorVectors(
  n: number,
  vectorOf: (row: number) => Float32Array,
): Generator<string> {
  for (let row = 0; row < n; row++) yield `${Array.from(vectorOf(row), short).join("\t")}\n`;
}

/** What TensorBoard loads the two files by, from the folder that it is started on: projector_config.proto, as its text. */
export function projectorConfigText(name: string, n: number, d: number): string {
  return `embeddings {
  tensor_name: ${JSON.stringify(plain(name))}
  tensor_shape: ${n}
  tensor_shape: ${d}
  tensor_path: "vectors.tsv"
  metadata_path: "metadata.tsv"
}
`;
}

/** The same for the Embedding Projector’s page, as JSON. */
export function projectorConfig(name: string, n: number, d: number): string {
  const embedding = {
    tensorName: name,
    tensorShape: [n, d],
    tensorPath: "vectors.tsv",
    metadataPath: "metadata.tsv",
  };
  return `${JSON.stringify({ embeddings: [embedding] }, null, 2)}\n`;
}

/** Joins lines to parts of a thousand. */
export function* inParts(lines: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let part: string[] = [];
  for (const line of lines) {
    part.push(line);
    if (part.length < ROWS_AT_ONCE) continue;
    yield encoder.encode(part.join(""));
    part = [];
  }
  yield encoder.encode(part.join(""));
}

/** A table has no way to write what separates its cells. */
function plain(text: string): string {
  return text.replace(/[\t\n\r\u0085\u2028\u2029]+/g, " ");
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
