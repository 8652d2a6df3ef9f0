import { francAll } from "franc-min";
import { data } from "franc-min/data.js";
import { describe, expect, it } from "vitest";
import { nearestLatinLanguage } from "../../../src/corpus/latinLanguages.ts";
import { languageOf, scriptOf, UNDETERMINED } from "../../../src/corpus/languages.ts";

describe("languageOf", () => {
  it("tells languages that share a script, and those that have one of their own", () => {
    const texts = {
      en: "The river is broad, and the boat that lies at the shore belongs to nobody we know.",
      de: "Der Fluss ist breit, und das Boot, das am Ufer liegt, gehört niemandem, den wir kennen.",
      fr: "La rivière est large, et le bateau qui est sur la rive n'appartient à personne de connu.",
      ru: "Все люди рождаются свободными и равными в своём достоинстве и правах и наделены разумом и совестью.",
      zh: "这条河很宽，岸边的船不属于我们认识的任何人。",
      ja: "川は広く、岸にある船は私たちの知っている誰のものでもない。",
      ko: "강은 넓고, 강가에 있는 배는 우리가 아는 누구의 것도 아니다.",
      th: "แม่น้ำกว้างและเรือที่อยู่ริมฝั่งไม่ได้เป็นของใครที่เรารู้จัก",
    };
    const told = Object.fromEntries(
      Object.entries(texts).map(([code, text]) => [code, languageOf(text)]),
    );
    expect(told).toEqual(Object.fromEntries(Object.keys(texts).map((code) => [code, code])));
  });

  it("does not guess from a few letters or from none", () => {
    expect(languageOf("")).toBe(UNDETERMINED);
    expect(languageOf("1984 2001 · 3.14")).toBe(UNDETERMINED);
    expect(languageOf("npm run build")).toBe(UNDETERMINED);
  });

  it("heeds what comes behind a license", () => {
    const license = "Permission is hereby granted, free of charge, to any person. ".repeat(40);
    const text =
      "Der Fluss ist breit, und das Boot, das am Ufer liegt, gehört niemandem, den wir kennen. ";
    expect(languageOf(license + text.repeat(200))).toBe("de");
  });
});

describe("nearestLatinLanguage", () => {
  it("tells what franc tells, of texts of every language and of mixed ones", () => {
    const languages = Object.entries(data["Latin"]!);
    const texts = languages.flatMap(([, trigrams], index) => {
      const [, next] = languages[(index + 1) % languages.length]!;
      const own = trigrams.split("|");
      const others = next.split("|");
      return [
        own.slice(0, 120).join(""),
        own.filter((_, rank) => rank % 7 === 0).join(" "),
        own.map((trigram, rank) => (rank % 3 === 0 ? trigram : others[rank])).join("'"),
      ];
    });
    expect(texts.map(nearestLatinLanguage)).toEqual(texts.map((text) => francAll(text)[0]![0]));
  });
});

describe("scriptOf", () => {
  it("names the script of a word's first letter, and knows words without one", () => {
    expect(
      ["word", "Ärger", "слово", "词", "ことば", "λόγος", "7th", "1984", "ꦲꦏ꧀ꦱꦫ"].map(scriptOf),
    ).toEqual([
      ...["Latin", "Latin", "Cyrillic", "Han", "Hiragana", "Greek", "Latin", "Digits", "Other"],
    ]);
  });
});
