// Mocha's usual report, and beside it the counts in the file that WORDFIELD_TEST_COUNTS names.
const fs = require("node:fs");
const { Spec } = require("mocha").reporters;

module.exports = class extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.WORDFIELD_TEST_COUNTS;
    if (!file) return;
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const counts = { passed: passes, failed: failures, skipped: pending };
      fs.writeFileSync(file, JSON.stringify(counts));
    });
  }
};
