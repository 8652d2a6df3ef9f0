import { describe, expect, it } from "vitest";
import { blankAddresses, blankEncodedData } from "../../../../src/corpus/kinds/addresses.ts";
import { readHtml } from "../../../../src/corpus/kinds/html.ts";
import { readMarkdown } from "../../../../src/corpus/kinds/markdown.ts";
import { DEFAULT_PROSE_OPTIONS } from "../../../../src/corpus/kinds/textKinds.ts";
import { amended } from "./amended.ts";

/** What is left of a text, with single blanks. */
function leftOf(text: string, blank = blankAddresses): string {
  return amended(text, blank).replace(/ +/g, " ").trim();
}

describe("addresses in prose", () => {
  it("are blank up to the punctuation of the sentence", () => {
    expect(leftOf("see https://example.org/a_(b)?c=d#e, or (http://x.y/z). End")).toBe(
      "see , or ( ). End",
    );
    expect(leftOf("FTP://host/file and git+ssh://me@host/x; www.example.com/a.")).toBe("and ; .");
    expect(leftOf("write to jane.doe+x@mail.example.org, or mailto:a@b.de!")).toBe(
      "write to , or !",
    );
    expect(leftOf("bücher@köln.de und ivan@почта.рф hier")).toBe("und hier");
  });

  it("end where Chinese text goes on", () => {
    expect(leftOf("请访问https://example.com/a了解更多")).toBe("请访问 了解更多");
    expect(leftOf("siehe https://de.example.org/wiki/Käse heute")).toBe("siehe heute");
  });

  it("are not mistaken for words with colons, slashes and at signs", () => {
    const text = "note: and/or 10:30 std::vector C:/x @user a@b foo@1.2.3 wwwhat e.g. this";
    expect(leftOf(text)).toBe(text);
  });

  it("stay where they count as text, without hashes and data", () => {
    const text =
      "see https://example.org and a@b.de id 3f2a9bc81d7e data:image/png;base64,AAAA end";
    expect(leftOf(text, blankEncodedData)).toBe("see https://example.org and a@b.de id end");
    const options = { ...DEFAULT_PROSE_OPTIONS, addresses: true };
    expect(readMarkdown("at <https://a.example/b> or c@d.de", options, "md").text).toContain(
      "https://a.example/b",
    );
    expect(readHtml("<p>c@d.de</p>", options, "html").text).toContain("c@d.de");
  });
});

describe("encoded data in prose", () => {
  it("is blank: hashes, UUIDs and base64 over several lines", () => {
    expect(
      leftOf("commit 1a2b3c4 of e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ).toBe("commit of");
    expect(leftOf("id {123e4567-e89b-12d3-a456-426614174000}")).toBe("id { }");
    const base64 = Buffer.from(
      Array.from({ length: 100 }, (_, i) => (i * i * 7 + i) % 256),
    ).toString("base64");
    const lines = base64.match(/.{1,64}/g)!.join("\n");
    expect(leftOf(`key\n${lines}\nend`).split(/\s+/)).toEqual(["key", "end"]);
  });

  it("is blank up to its last line, whatever that is, and no farther", () => {
    const line = "aGVsbG8gV29ybGQhIFRoaXMgaXMgYmFzZTY0IHRleHQ4NzY1NDMyMTA5ODc2";
    expect(leftOf(`${line}\n  Zm8=\nthe end`).split(/\s+/)).toEqual(["the", "end"]);
    expect(leftOf(`${line}\n\nZm8= end`).split(/\s+/)).toEqual(["Zm8=", "end"]);
  });

  it("is not mistaken for long names, paths and numbers", () => {
    const text =
      "defaced 1234567 20240115 getElementsByTagNameAndClassNameOrId src/corpus/kinds/markdownContainersOfTheLine2 " +
      "Donaudampfschifffahrtsgesellschaftskapitän";
    expect(leftOf(text)).toBe(text);
  });
});
