// A lane is a part of the text that is trained from its beginning to its end, once an epoch, with random numbers of its
// own. Its state says all that is needed to go on with it later.
import { LANE_STATE, type TrainingMemory, type TrainingShape } from "../kernels/memory.ts";

/** First id of a lane's part of the text, and the one after its last. */
export function laneRange(
  { lanes, idCount }: TrainingShape,
  lane: number,
): { first: number; end: number } {
  return shareOf(lane, lanes, idCount);
}

/** One of `parts` even parts of `count` things. */
export function shareOf(
  part: number,
  parts: number,
  count: number,
): { first: number; end: number } {
  return {
    first: Math.floor((part * count) / parts),
    end: Math.floor(((part + 1) * count) / parts),
  };
}

/** Ids that a lane has trained over all epochs. */
export function idsDone({ laneStates }: TrainingMemory, lane: number): number {
  return Number(Atomics.load(laneStates, lane * LANE_STATE.length + LANE_STATE.done));
}

/** Ids that all lanes together have trained over all epochs. */
export function totalIdsDone(training: TrainingMemory): number {
  let sum = 0;
  for (let lane = 0; lane < training.layout.shape.lanes; lane++) sum += idsDone(training, lane);
  return sum;
}

/** The state of a lane's random numbers. */
export function laneRandom({ laneStates }: TrainingMemory, lane: number): bigint {
  return Atomics.load(laneStates, lane * LANE_STATE.length + LANE_STATE.random);
}

/** Writes down how far a lane is. */
export function saveLane(
  { laneStates }: TrainingMemory,
  lane: number,
  done: number,
  random: bigint,
): void {
  Atomics.store(laneStates, lane * LANE_STATE.length + LANE_STATE.done, BigInt(done));
  Atomics.store(laneStates, lane * LANE_STATE.length + LANE_STATE.random, random);
}
