/** What is made of attention probabilities. */

/** Attention of one text: for each layer the probabilities of all heads, shape [heads, tokens, tokens]. */
export interface Attentions {
  readonly layers: readonly Float32Array[];
  readonly heads: number;
  readonly tokens: number;
}

/** The probabilities of one head, or the mean of all, shape [tokens, tokens]. */
export function attentionOf(
  { layers, heads, tokens }: Attentions,
  layer: number,
  head: number | null,
): Float32Array<ArrayBuffer> {
  const values = layers[layer] ?? new Float32Array();
  const size = tokens * tokens;
  if (head !== null) return values.slice(head * size, (head + 1) * size);
  const mean = new Float32Array(size);
  for (let one = 0; one < heads; one++)
    for (let cell = 0; cell < size; cell++)
      mean[cell] = (mean[cell] ?? 0) + (values[one * size + cell] ?? 0) / heads;
  return mean;
}

/**
 * Attention rollout up to a layer: the product of the layers' mean attentions, each mixed half and half with the identity for
 * the residual connection. Rows sum to 1. Shape [tokens, tokens]. Source: Abnar and Zuidema 2020.
 */
export function attentionRollout(attentions: Attentions, layer: number): Float32Array<ArrayBuffer> {
  const { tokens } = attentions;
  let rollout: Float32Array<ArrayBuffer> = new Float32Array(tokens * tokens);
  for (let token = 0; token < tokens; token++) rollout[token * tokens + token] = 1;
  for (let one = 0; one <= layer; one++) {
    const mean = attentionOf(attentions, one, null);
    const next = new Float32Array(tokens * tokens);
    for (let row = 0; row < tokens; row++) {
      const target = next.subarray(row * tokens, (row + 1) * tokens);
      for (let inner = 0; inner < tokens; inner++) {
        const weight = 0.5 * (mean[row * tokens + inner] ?? 0) + (row === inner ? 0.5 : 0);
        if (weight === 0) continue;
        for (let column = 0; column < tokens; column++)
          target[column] = (target[column] ?? 0) + weight * (rollout[inner * tokens + column] ?? 0);
      }
    }
    rollout = next;
  }
  return rollout;
}
