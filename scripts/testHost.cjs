// Runs inside the extension host: loads the tests' module and leaves a file that proves that it reached its end.
const fs = require("node:fs");

exports.run = async () => {
  const module = process.env.WORDFIELD_TEST_MODULE;
  let ok = false;
  try {
    await require(module).run(module);
    ok = true;
  } finally {
    fs.writeFileSync(process.env.WORDFIELD_TEST_RESULT, JSON.stringify({ ok }));
  }
};
