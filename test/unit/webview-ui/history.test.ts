import { describe, expect, it } from "vitest";
import {
  canTravel,
  currentWord,
  EMPTY_HISTORY,
  travel,
  visit,
  type History,
} from "../../../webview-ui/history.ts";

function visited(...words: string[]): History {
  return words.reduce(visit, EMPTY_HISTORY);
}

describe("history", () => {
  it("has no word at first and cannot travel", () => {
    expect(currentWord(EMPTY_HISTORY)).toBeNull();
    expect(canTravel(EMPTY_HISTORY, -1)).toBe(false);
    expect(travel(EMPTY_HISTORY, -1)).toBe(EMPTY_HISTORY);
  });

  it("goes back and forward and stops at its ends", () => {
    const history = visited("bank", "notes", "paper");
    const back = travel(history, -1);
    expect(currentWord(back)).toBe("notes");
    expect(currentWord(travel(back, 1))).toBe("paper");
    expect(currentWord(travel(history, -9))).toBe("bank");
    expect(travel(history, 1)).toBe(history);
    expect([canTravel(history, -1), canTravel(history, 1), canTravel(back, 1)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("forgets what lay ahead when another word is visited", () => {
    const history = visit(travel(visited("bank", "notes", "paper"), -2), "river");
    expect(history.words).toEqual(["bank", "river"]);
    expect(canTravel(history, 1)).toBe(false);
  });

  it("counts the same word twice in a row once", () => {
    expect(visited("bank", "bank").words).toEqual(["bank"]);
    expect(visited("bank", "notes", "bank").words).toEqual(["bank", "notes", "bank"]);
  });

  it("keeps the last fifty words", () => {
    const history = visited(...Array.from({ length: 60 }, (_, i) => `word${i}`));
    expect(history.words).toHaveLength(50);
    expect(history.words[0]).toBe("word10");
    expect(currentWord(history)).toBe("word59");
  });
});
