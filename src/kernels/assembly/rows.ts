// Where the vectors are: in the shared matrices, or in the overlay of the lane that trains.
import { overlay, privateRow } from "./overlay";
import { inputVectors, outputVectors, rowBytes } from "./state";

// @ts-ignore: decorator
@inline
export function inputRow(row: i32): usize {
  const address = inputVectors + <usize>row * rowBytes;
  return overlay == 0 ? address : privateRow(address);
}

// @ts-ignore: decorator
@inline
export function outputRow(row: i32): usize {
  const address = outputVectors + <usize>row * rowBytes;
  return overlay == 0 ? address : privateRow(address);
}
