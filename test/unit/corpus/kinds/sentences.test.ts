import { describe, expect, it } from "vitest";
import { endSentences } from "../../../../src/corpus/kinds/sentences.ts";
import { amended } from "./amended.ts";

/** The sentences of a text as words between single spaces. */
function sentencesOf(text: string): string[] {
  return amended(text, endSentences)
    .split("\n")
    .flatMap((sentence) => sentence.trim() || []);
}

describe("sentences", () => {
  it("end at a full stop, question or exclamation mark before a capital", () => {
    expect(sentencesOf("It rains. Why? Because! Yes.")).toEqual([
      "It rains",
      "Why",
      "Because",
      "Yes",
    ]);
    expect(sentencesOf("Er ging. Übel war ihm. Ça va. Он ушёл. Да.")).toEqual(
      ["Er ging", "Übel war ihm", "Ça va", "Он ушёл", "Да"]); // prettier-ignore
  });

  it("go on where a small letter follows", () => {
    expect(sentencesOf("Yahoo! is old, etc. and so on... he said")).toHaveLength(1);
    expect(sentencesOf('"Really?" he asked.')).toEqual(['"Really?" he asked']);
    expect(sentencesOf("Wait… what")).toHaveLength(1);
  });

  it("do not end inside of numbers, names of files and after abbreviations", () => {
    expect(
      sentencesOf("Dr. Smith paid 3.14 to Prof. Ng (see Fig. 5, No. 7, p. 9) in main.ts"),
    ).toHaveLength(1);
    expect(sentencesOf("J. R. R. Tolkien of the U.S. Army, z. B. Herr Hr. Meier")).toHaveLength(1);
    expect(sentencesOf("Am 3. Oktober und im 19. Jahrhundert")).toHaveLength(1);
    expect(sentencesOf("Г. Иванов и т. д. им. Ленина")).toHaveLength(1);
  });

  it("end after words that are abbreviations only before numbers", () => {
    expect(sentencesOf("Oh no. Then we saw art. Nobody cared. In 1999. The end"))
      .toEqual(["Oh no", "Then we saw art", "Nobody cared", "In 1999", "The end"]); // prettier-ignore
  });

  it("end before closing quotes and brackets", () => {
    expect(sentencesOf("“Stop.” She left. (Done.) «Да!» Он")).toEqual(
      ["“Stop", "” She left", "(Done", ") «Да", "» Он"]); // prettier-ignore
  });

  it("end without a space where the script has none", () => {
    expect(sentencesOf("天气很好。我们走！好吗？第一；第二")).toEqual(
      ["天气很好", "我们走", "好吗", "第一", "第二"]); // prettier-ignore
    expect(sentencesOf("यह एक है। यह दो है॥ كيف حالك؟ بخير")).toHaveLength(4);
  });

  it("end behind a number that begins a sentence in the middle of a line", () => {
    expect(sentencesOf("He left. 5. Then she did")).toEqual(["He left", "5", "Then she did"]);
  });

  it("keep the number of a list's item", () => {
    expect(sentencesOf("1. First thing\n12. Second thing")).toEqual([
      "1. First thing",
      "12. Second thing",
    ]);
  });
});
