// @ts-check
// Adds up what the kinds of tests report.

/**
 * @typedef {{ name: string, message: string }} Failure
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: readonly Failure[] }} Counts
 * @typedef {Counts & { name: string, seconds: number, problem: string }} Outcome
 */

/**
 * Adds up all kinds.
 *
 * @param {readonly Counts[]} outcomes
 * @returns {Counts}
 */
export function addUp(outcomes) {
  const sum = (/** @type {"passed" | "failed" | "skipped"} */ key) =>
    outcomes.reduce((all, one) => all + one[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/**
 * Formats the closing line.
 *
 * @param {Counts} total
 */
export function formatTotal({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Formats a table with a row for each kind.
 *
 * @param {readonly Outcome[]} outcomes
 */
export function formatTable(outcomes) {
  const rows = [
    ["kind", "passed", "failed", "skipped", "seconds"],
    ...outcomes.map(({ name, passed, failed, skipped, seconds }) => [
      name,
      ...[passed, failed, skipped].map(String),
      seconds.toFixed(1),
    ]),
  ];
  return rows
    .map(([name = "", ...cells]) => name.padEnd(12) + cells.map((c) => c.padStart(9)).join(""))
    .join("\n");
}

/**
 * Names the tests that failed, each with the first lines of its message: the end of a log is what one reads first.
 *
 * @param {readonly Outcome[]} outcomes
 */
export function formatFailures(outcomes) {
  return outcomes.flatMap(({ name: kind, failures = [] }) =>
    failures.map(({ name, message }) => {
      const lines = message.split("\n").slice(0, LINES_OF_MESSAGE);
      return [`${kind}: ${name}`, ...lines.map((line) => `    ${line.slice(0, 300)}`)].join("\n");
    }),
  );
}

const LINES_OF_MESSAGE = 6;
