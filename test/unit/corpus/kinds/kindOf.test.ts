import { describe, expect, it } from "vitest";
import { kindOf, kindOfName, kindOfText } from "../../../../src/corpus/kinds/kindOf.ts";

describe("the kind of a file", () => {
  it.each([
    ["docs/guide.MD", "markdown"],
    ["page.mdx", "markdown"],
    ["a/manual.rst", "restructuredtext"],
    ["manual.adoc", "asciidoc"],
    ["C:\\papers\\paper.tex", "latex"],
    ["icon.svg", "html"],
    ["feed.xml", "html"],
    ["lab.ipynb", "notebook"],
    ["data.json", "json"],
    ["data.ndjson", "jsonl"],
    ["table.tsv", "csv"],
    ["server.log", "log"],
    ["server.log.1", "log"],
    ["film.srt", "subtitles"],
    ["notes.txt", "plain"],
    ["README", "plain"],
    ["LICENSE-MIT", "plain"],
    ["src/main.rs", "code"],
    ["settings.yaml", "code"],
    ["Makefile", "code"],
    ["sub/Dockerfile", "code"],
    ["Dockerfile.dev", "code"],
    ["CMakeLists.txt", "code"],
    ["requirements.txt", "code"],
    [".bashrc", "code"],
    [".gitignore", "code"],
  ] as const)("is told by the name %s", (path, kind) => {
    expect(kindOfName(path)).toBe(kind);
  });

  it("is not told by a name that says nothing", () => {
    for (const path of ["data", "letter.xyz", ".hidden", "a.b/c"])
      expect(kindOfName(path)).toBeUndefined();
  });

  it.each([
    ["#!/usr/bin/env python3\nprint(1)", "code"],
    ["<?php echo 1;", "code"],
    ['\ufeff<?xml version="1.0"?>\n<a/>', "html"],
    ["\n<!DOCTYPE html>\n<p>Hi", "html"],
    ['{\n  "a": 1,\n  "b": [', "json"],
    ["[1, 2, 3", "json"],
    ['{"a": 1}\n{"a": 2}\n{"a', "jsonl"],
    ["[Script Info]\nTitle: x", "subtitles"],
    ["WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "subtitles"],
    ["1\r\n00:00:01,000 --> 00:00:02,000\r\nHi", "subtitles"],
    ["% a paper\n\\documentclass{article}", "latex"],
    ["2024-01-15 10:00:00 INFO up\n2024-01-15 10:00:01 INFO down\n", "log"],
    ["a\tb\tc\n1\t2\t3\n4\t5\t6\n", "csv"],
    ["# Title\n\nText with a [link](https://example.org).\n", "markdown"],
    ["Title\n=====\n\n.. note:: Text\n", "restructuredtext"],
    ["[sic] he wrote, {as ever}, a letter.", "plain"],
    ["{thus} it began", "plain"],
    ["A letter, with commas, and lines.\nAnother, with, more.\n", "plain"],
    ["", "plain"],
  ] as const)("is told by the beginning %j", (head, kind) => {
    expect(kindOfText(head)).toBe(kind);
    expect(kindOf("unknown", head)).toBe(kind);
  });

  it("is told by the name where the beginning says otherwise", () => {
    expect(kindOf("notes.txt", "#!/bin/sh")).toBe("plain");
  });

  it("is that of reStructuredText in a file called a text, by its directives or titles", () => {
    for (const head of [
      "Models\n\n.. module:: django.db.models\n\nA model is …",
      "======\r\nModels\r\n======\r\n\r\nUse ``save()`` …",
    ])
      expect(kindOf("docs/models.txt", head)).toBe("restructuredtext");
    expect(kindOf("docs/models.txt", "Models .. and others: see ``save``")).toBe("plain");
    expect(kindOf("LICENSE", ".. note:: nothing")).toBe("plain");
  });
});
