import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { languageFor } from "../../webview-ui/language.ts";
import { english } from "../../webview-ui/texts.ts";
import { chinese } from "../../webview-ui/texts/chinese.ts";
import { readLocalizedTexts, readLocalizedTextsOf } from "../support/localizedTexts.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const readTable = (name: string) =>
  JSON.parse(readFileSync(join(ROOT, name), "utf8")) as Record<string, string>;

/** What a translation lacks, has too much, and where its places or its code differ from the original's. */
function faults(
  originals: Readonly<Record<string, string>>,
  translations: Readonly<Record<string, string>>,
): string[] {
  const faultOf = (key: string): string | null => {
    if (!(key in originals)) return "superfluous";
    if (!translations[key]) return "missing";
    const [kept, found] = [unalterable(originals[key]!), unalterable(translations[key])];
    return kept.join() === found.join()
      ? null
      : `has ${found.join(" ") || "nothing"} in place of ${kept.join(" ") || "nothing"}`;
  };
  return [...new Set([...Object.keys(originals), ...Object.keys(translations)])].flatMap((key) => {
    const fault = faultOf(key);
    return fault === null ? [] : [`${key}: ${fault}`];
  });
}

/** What a translation must keep: places such as {0}, code in backquotes, and commands of links. */
function unalterable(text: string): string[] {
  return [...text.matchAll(/\{\d*\}|`[^`]*`|\]\(command:[^)]*\)/g)].map(([part]) => part).sort();
}

describe("the Chinese of the editor", () => {
  it("has every text of the manifest and no other", () => {
    expect(faults(readTable("package.nls.json"), readTable("package.nls.zh-cn.json"))).toEqual([]);
  });

  it("has every text that the sources have translated and no other", () => {
    const { texts, unreadable } = readLocalizedTexts(join(ROOT, "src"));
    expect(unreadable).toEqual([]);
    expect(texts.size).toBeGreaterThan(400);
    const originals = Object.fromEntries([...texts.keys()].map((text) => [text, text]));
    expect(faults(originals, readTable("l10n/bundle.l10n.zh-cn.json"))).toEqual([]);
  });

  it("is where the manifest says, and ships", () => {
    expect(readTable("package.json")["l10n"]).toBe("./l10n");
    const shipped = readFileSync(join(ROOT, ".vscodeignore"), "utf8").split("\n");
    expect(shipped).toEqual(expect.arrayContaining(["!l10n/**", "!package.nls.*.json"]));
  });
});

describe("the scan of the sources", () => {
  const scan = (code: string) => readLocalizedTextsOf("a.ts", code);

  it("reads literals, joined literals, conditions and constants", () => {
    const code = `
      const LONG = "one " + "two";
      l10n.t("a{0}", 1); vscode.l10n.t(\`b\`);
      parts.localizer.t(many ? "c" : ("d" + "e"));
      l10n.t(LONG);`;
    expect([...scan(code).texts]).toEqual([
      ["a{0}", "a.ts:3"],
      ["b", "a.ts:3"],
      ["c", "a.ts:4"],
      ["de", "a.ts:4"],
      ["one two", "a.ts:5"],
    ]);
    expect(scan(code).unreadable).toEqual([]);
  });

  it.each([
    ["a template with values", "l10n.t(`a ${b}`)"],
    ["a variable", 'let a = "a"; l10n.t(a)'],
    ["a parameter", "(a: string) => l10n.t(a)"],
    ["a name that stands for two things", '{ const a = "a"; } { const a = "b"; l10n.t(a); }'],
    ["a constant that names itself", "const a = a + a; l10n.t(a)"],
    ["nothing", "l10n.t()"],
  ])("names the call of %s", (_, code) => {
    expect(scan(code).unreadable).toEqual([expect.stringMatching(/^a\.ts:1: l10n\.t\(/)]);
  });
});

describe("the Chinese of the page", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The modules of a page in a language. */
  async function inLanguage(lang: string) {
    vi.resetModules();
    vi.stubGlobal("document", { documentElement: { lang } });
    const { text } = await import("../../webview-ui/texts.ts");
    const formatting = await import("../../webview-ui/formatting.ts");

    return { text, formatting };
  }

  it("has every text and no other", () => {
    const originals = Object.fromEntries(
      Object.entries(english).map(([key, text]) => [
        key,
        typeof text === "string" ? text : text.other,
      ]),
    );
    expect(faults(originals, chinese)).toEqual([]);
  });

  it("is for Simplified Chinese only", () => {
    expect(["zh-cn", "zh-CN", "zh-hans", "zh-Hans-SG"].map(languageFor)).toEqual(
      Array.from({ length: 4 }, () => "zh-CN"),
    );
    expect(["", "en", "de", "zh-tw", "zh-hant"].map(languageFor)).toEqual(
      Array.from({ length: 5 }, () => "en"),
    );
  });

  it("has one form for any number, and its own units", async () => {
    const { text, formatting } = await inLanguage("zh-cn");
    expect([text("times", 1), text("times", 11_157)]).toEqual(["出现 1 次", "出现 11,157 次"]);
    const plain = (written: string) => written.replaceAll("\u00a0", " ");
    expect([0.004, 0.14].map(formatting.formatShare).map(plain)).toEqual(["不到 1%", "14%"]);
    expect([9_949, 61_234, 1_912_345, 2.5e8].map(formatting.formatRate).map(plain)).toEqual([
      "9,949",
      "6.1 万",
      "191 万",
      "2.5 亿",
    ]);
    expect([4, 100, 3_600, 4_200].map(formatting.formatDuration).map(plain)).toEqual([
      "4 秒",
      "2 分钟",
      "1 小时",
      "1 小时 10 分钟",
    ]);
    expect([999, 10_761_340].map(formatting.formatBytes).map(plain)).toEqual([
      "999 字节",
      "10.8 MB",
    ]);
  });

  it("gives way to English in another language", async () => {
    const { text } = await inLanguage("de");
    expect([text("times", 1), text("times", 2)]).toEqual(["1 time", "2 times"]);
  });

  it("is filled in from English where a text is missing", async () => {
    vi.resetModules();
    vi.stubGlobal("document", { documentElement: { lang: "zh-cn" } });
    vi.doMock("../../webview-ui/texts/chinese.ts", () => ({ chinese: { back: "后退" } }));
    const { text } = await import("../../webview-ui/texts.ts");
    vi.doUnmock("../../webview-ui/texts/chinese.ts");
    expect([text("back"), text("times", 1)]).toEqual(["后退", "1 time"]);
  });
});
