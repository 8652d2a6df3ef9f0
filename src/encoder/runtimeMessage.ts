// What the runtime writes before the sentence that helps: the place in its own source, and the condition there.
const SOURCE_PLACE = /^\S*onnxruntime\S*\.(?:cc|h):\d+ .* was (?:true|false)\. /;

/** Makes one line of a message of ONNX Runtime, without the place in its source that it begins with. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim().replace(SOURCE_PLACE, "");
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

/** Says whether a message of ONNX Runtime is about memory that it did not get. */
export function isOutOfMemory(text: string): boolean {
  return /bad_alloc|bad allocation|failed to allocate|out of memory/i.test(text);
}
