// Mocha's usual report, and beside it the counts and what failed in the file that WORDFIELD_TEST_COUNTS names.
const fs = require("node:fs");
const { Spec } = require("mocha").reporters;

module.exports = class extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.WORDFIELD_TEST_COUNTS;
    if (!file) return;
    const failures = [];
    runner.on("fail", (test, error) =>
      failures.push({ name: test.fullTitle(), message: String(error && error.message) }),
    );
    runner.once("end", () => {
      const { passes, failures: failed, pending } = this.stats;
      const counts = { passed: passes, failed, skipped: pending, failures };
      fs.writeFileSync(file, JSON.stringify(counts));
    });
  }
};
