// @ts-check
// Writes the tables of commands and settings in README.md from package.json; --check only compares.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { format, resolveConfig } from "prettier";
import { ROOT } from "./processes.mjs";

const README = path.join(ROOT, "README.md");

/** Gives README.md as it should be. */
export async function composeReadme() {
  const manifest = readJson("package.json");
  /** @type {Record<string, string>} */
  const texts = readJson("package.nls.json");
  /** @param {string} text */
  const resolve = (text) => text.replace(/^%(.+)%$/, (_, key) => texts[key] ?? key);
  const commands = manifest.contributes.commands.map(
    /** @param {{ title: string, category: string }} command */
    ({ category, title }) => `| ${category}: ${resolve(title)} |`,
  );
  const settings = manifest.contributes.configuration
    .flatMap(
      /** @param {{ properties: Record<string, object> }} section */
      (section) => Object.entries(section.properties),
    )
    .map(
      /** @param {[string, { default: unknown, markdownDescription: string }]} entry */
      ([name, setting]) =>
        `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${resolve(setting.markdownDescription).replaceAll("|", "\\|")} |`,
    );
  let text = readFileSync(README, "utf8");
  text = fill(text, "commands", ["| Command |", "|---|", ...commands]);
  text = fill(text, "settings", ["| Setting | Default | |", "|---|---|---|", ...settings]);
  return format(text, { ...(await resolveConfig(README)), parser: "markdown" });
}

/**
 * @param {string} text
 * @param {string} name of the two comments that enclose the table
 * @param {readonly string[]} lines
 */
function fill(text, name, lines) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table of ${name}.`);
  return `${text.slice(0, from + start.length)}\n\n${lines.join("\n")}\n\n${text.slice(to)}`;
}

/** @param {string} name */
function readJson(name) {
  return JSON.parse(readFileSync(path.join(ROOT, name), "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const wanted = await composeReadme();
  if (wanted === readFileSync(README, "utf8")) console.log("README.md is current.");
  else if (process.argv.includes("--check")) {
    console.error("README.md is out of date: run npm run documents.");
    process.exitCode = 1;
  } else {
    writeFileSync(README, wanted);
    console.log("README.md: wrote the tables of commands and settings.");
  }
}
