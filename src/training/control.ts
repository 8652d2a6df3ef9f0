// How the threads of a training are told to wait, train, stand still and end, and how they wait for each other.
import { CONTROL, ORDERS, type TrainingMemory } from "../kernels/memory.ts";

type Control = TrainingMemory["control"];

/** Gives all threads an order. */
export function giveOrder(control: Control, order: keyof typeof ORDERS): void {
  Atomics.store(control, CONTROL.order, ORDERS[order]);
  Atomics.notify(control, CONTROL.order);
}

/** Blocks this thread until training begins. */
export function waitForStart(control: Control): void {
  Atomics.wait(control, CONTROL.order, ORDERS.prepare);
}

/** Says whether threads shall end. */
export function isEnded(control: Control): boolean {
  return Atomics.load(control, CONTROL.order) === ORDERS.end;
}

/** Blocks this thread during a pause. */
export function standStillDuringPause(control: Control): void {
  if (Atomics.load(control, CONTROL.order) === ORDERS.pause) standStill(control, 1);
}

/** Counts this thread among those that stand still, for good: it has nothing left to do. */
export function leave(control: Control): void {
  Atomics.add(control, CONTROL.parked, 1);
}

/** Says whether no thread is between two steps. */
export function allStandStill(control: Control, threads: number): boolean {
  return Atomics.load(control, CONTROL.parked) >= threads;
}

function standStill(control: Control, threads: number): void {
  const isPaused = (): boolean => Atomics.load(control, CONTROL.order) === ORDERS.pause;
  // Where the next pause begins before this thread is counted out, it must not go on: looked at once more.
  while (isPaused()) {
    Atomics.add(control, CONTROL.parked, threads);
    while (isPaused()) Atomics.wait(control, CONTROL.order, ORDERS.pause);
    Atomics.sub(control, CONTROL.parked, threads);
  }
}

/** Blocks this thread until all have come; where `holdsPause` says so, a pause holds all of them here. */
export function meetAll(control: Control, threads: number, holdsPause: boolean): void {
  const round = Atomics.load(control, CONTROL.rounds);
  if (Atomics.add(control, CONTROL.arrived, 1) < threads - 1) {
    // The call that wakes the threads of the round before may come late and wake this one, too.
    while (Atomics.load(control, CONTROL.rounds) === round)
      Atomics.wait(control, CONTROL.rounds, round);
    return;
  }
  Atomics.store(control, CONTROL.arrived, 0);
  if (holdsPause && Atomics.load(control, CONTROL.order) === ORDERS.pause)
    standStill(control, threads);
  Atomics.add(control, CONTROL.rounds, 1);
  Atomics.notify(control, CONTROL.rounds);
}
