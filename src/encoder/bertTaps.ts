/** Finds the hidden states and attentions of a BERT in a graph, by its structure and never by names. */
import type { OnnxNode, OnnxStructure } from "./onnxScan.ts";

/** Where a BERT's inner values are. */
export interface BertTaps {
  /** Names of hidden states: of the embeddings, then of each layer. */
  readonly hidden: readonly string[];
  /** Names of attention probabilities, shape [texts, heads, tokens, tokens], one for each layer. */
  readonly attention: readonly string[];
  /** How many nodes compute a whole attention without showing its probabilities. */
  readonly fusedAttentions: number;
}

const LAYER_NORMS = new Set([
  "LayerNormalization",
  "SkipLayerNormalization",
  "EmbedLayerNormalization",
  "SimplifiedLayerNormalization",
]);
const FUSED_ATTENTIONS = new Set([
  "Attention",
  "MultiHeadAttention",
  "PackedAttention",
  "QAttention",
]);
/** What may stand between the probabilities and their product with the values. */
const TRANSPARENT = new Set([
  "Identity",
  "Dropout",
  "Cast",
  "Where",
  "DynamicQuantizeLinear",
  "QuantizeLinear",
  "DequantizeLinear",
]);

/**
 * Finds the taps of a post-LN BERT.
 *
 * An attention is a softmax whose result reaches a matrix product. The hidden state that a layer starts from is the nearest
 * layer norm above its attention; the last hidden state is the second layer norm after that one.
 */
export function findBertTaps({ nodes }: OnnxStructure): BertTaps {
  const graph = connect(nodes);
  const layerNorms = findLayerNorms(nodes, graph);
  const isLayerNorm = new Set(layerNorms);
  const softmaxes = nodes.filter(
    (node) => node.operator === "Softmax" && reachesProduct(firstOutput(node), graph),
  );
  const fused = nodes.filter(({ operator }) => FUSED_ATTENTIONS.has(operator));
  const hidden: string[] = [];
  for (const attention of softmaxes.length > 0 ? softmaxes : fused) {
    const state = nearestAbove(attention, isLayerNorm, graph);
    if (state !== undefined && hidden.at(-1) !== state) hidden.push(state);
  }
  const beforeLast = hidden.at(-1);
  if (beforeLast !== undefined) {
    const last = layerNorms[layerNorms.indexOf(beforeLast) + 2];
    if (last !== undefined) hidden.push(last);
  }
  return { hidden, attention: softmaxes.map(firstOutput), fusedAttentions: fused.length };
}

interface Connections {
  readonly makers: ReadonlyMap<string, OnnxNode>;
  readonly users: ReadonlyMap<string, readonly OnnxNode[]>;
}

function connect(nodes: readonly OnnxNode[]): Connections {
  const makers = new Map<string, OnnxNode>();
  const users = new Map<string, OnnxNode[]>();
  for (const node of nodes) {
    for (const output of node.outputs) if (output !== "") makers.set(output, node);
    for (const input of node.inputs) {
      if (input === "") continue;
      const known = users.get(input);
      if (known) known.push(node);
      else users.set(input, [node]);
    }
  }
  return { makers, users };
}

function firstOutput({ outputs }: OnnxNode): string {
  return outputs[0] ?? "";
}

/** Results of layer norms in the order of the graph: one node, or Sqrt, Div, Mul, Add as older exports have it. */
function findLayerNorms(nodes: readonly OnnxNode[], { users }: Connections): string[] {
  const next = (node: OnnxNode | undefined, operator: string) =>
    node && users.get(firstOutput(node))?.find((user) => user.operator === operator);
  return nodes.flatMap((node) => {
    if (LAYER_NORMS.has(node.operator)) return [firstOutput(node)];
    if (node.operator !== "Sqrt") return [];
    const shifted = next(next(next(node, "Div"), "Mul"), "Add");
    return shifted ? [firstOutput(shifted)] : [];
  });
}

function reachesProduct(start: string, { users }: Connections): boolean {
  const waiting = [start];
  const seen = new Set<string>();
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    for (const user of users.get(value) ?? []) {
      if (user.operator.includes("MatMul") || user.operator === "Einsum") return true;
      if (TRANSPARENT.has(user.operator)) waiting.push(...user.outputs);
    }
  }
  return false;
}

/** The first of some values that is met on the way up, breadth first. */
function nearestAbove(
  node: OnnxNode,
  wanted: ReadonlySet<string>,
  { makers }: Connections,
): string | undefined {
  const seen = new Set<string>();
  let frontier = [...node.inputs];
  while (frontier.length > 0) {
    const above: string[] = [];
    for (const value of frontier) {
      if (value === "" || seen.has(value)) continue;
      seen.add(value);
      if (wanted.has(value)) return value;
      above.push(...(makers.get(value)?.inputs ?? []));
    }
    frontier = above;
  }
  return undefined;
}
