/** The last answer, kept for the next life of the page: it is shown at once, until the host has answered. */
import type { ModelDescription, Neighbor, NeighborList } from "../src/protocol/modelMessages.ts";
import type { PageState } from "./state.ts";

/** What was shown when the page ended: the active model and a word's neighbors. */
export interface Remembered {
  readonly model: ModelDescription;
  readonly list: NeighborList;
}

/** What of the state is worth showing before the host answers; null where there is nothing. */
export function toRemembered({ panel, answer }: PageState): Remembered | null {
  if (panel?.model.kind !== "ready" || answer.kind !== "found") return null;
  return { model: panel.model.model, list: answer.list };
}

/** Reads what was kept; whatever does not fit makes it void. */
export function fromRemembered(saved: unknown): Pick<PageState, "panel" | "answer"> | null {
  const { model, list } = record(saved);
  const description = toModel(record(model));
  const found = toList(record(list));
  if (!description || !found) return null;
  return {
    panel: {
      model: { kind: "ready", model: description },
      modelNames: [],
      training: null,
      request: null,
      following: false,
    },
    answer: { kind: "found", word: found.entry.word, list: found },
  };
}

function toModel(saved: Record<string, unknown>): ModelDescription | null {
  const { path, name, algorithm, words, dimension, bytes, createdAt, encoder } = saved;
  if (![path, name, algorithm, createdAt].every((value) => typeof value === "string")) return null;
  if (![words, dimension, bytes].every(Number.isFinite)) return null;
  return {
    ...({ path, name, algorithm, words, dimension, bytes, createdAt } as ModelDescription),
    ...(typeof encoder === "string" ? { encoder } : {}),
    corpus: null, // how many files there are is told anew
    hyperparameters: {},
    lossPerEpoch: [],
  };
}

function toList(saved: Record<string, unknown>): NeighborList | null {
  const { word, count, rank } = record(saved["entry"]);
  const { neighbors } = saved;
  if (typeof word !== "string" || !isCount(count) || !isCount(rank)) return null;
  if (!Array.isArray(neighbors) || !neighbors.every(isNeighbor)) return null;
  const auto = toAuto(record(saved["auto"]));
  return { entry: { word, count, rank }, neighbors, ...(auto ? { auto } : {}) };
}

function toAuto({ balance, kept }: Record<string, unknown>): NeighborList["auto"] {
  return typeof balance === "number" && isCount(kept) ? { balance, kept } : undefined;
}

function isNeighbor(saved: unknown): saved is Neighbor {
  const { word, cosine, count } = record(saved);
  return typeof word === "string" && Number.isFinite(cosine) && isCount(count);
}

function isCount(value: unknown): value is number | null {
  return value === null || Number.isFinite(value);
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
