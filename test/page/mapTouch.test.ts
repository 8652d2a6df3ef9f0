import type { CDPSession, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { heading, soon } from "../support/pageActions.ts";
import { pagesOfTests } from "../support/pagesOfTests.ts";

const pages = pagesOfTests();

type Point = readonly [x: number, y: number];

/** Fingers on the map; places in pixels from its corner. */
async function touch(page: Page, session: CDPSession, steps: readonly (readonly Point[])[]) {
  const box = (await page.getByRole("application").boundingBox())!;
  const send = (type: "touchStart" | "touchMove" | "touchEnd", fingers: readonly Point[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: fingers.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })),
    });
  let count = 0;
  for (const fingers of steps) {
    await send(fingers.length > count ? "touchStart" : "touchMove", fingers);
    count = fingers.length;
  }
  await send("touchEnd", []);
}

/** The part of the whole map that is seen, as the small map frames it. Units: CSS pixels. */
async function frame(page: Page) {
  return (await page.locator(".minimap-frame").boundingBox())!;
}

async function openMap(): Promise<{ page: Page; session: CDPSession }> {
  const { page } = await pages.open();
  await page.getByRole("button", { name: /^Fidelity/ }).waitFor();
  return { page, session: await page.context().newCDPSession(page) };
}

describe("on a touch screen", () => {
  it("one finger moves the map and two zoom it", async () => {
    const { page, session } = await openMap();
    const whole = await frame(page);
    const title = await heading(page).textContent();
    await touch(page, session, [
      [[200, 200]],
      [
        [200, 200],
        [300, 200],
      ],
      [
        [150, 200],
        [350, 200],
      ],
      [
        [100, 200],
        [400, 200],
      ],
    ]);
    await soon(async () => (await frame(page)).width).toBeLessThan(whole.width * 0.6);
    const near = await frame(page);
    await touch(page, session, [[[300, 200]], [[250, 180]], [[200, 150]]]);
    await soon(async () => (await frame(page)).x).toBeGreaterThan(near.x + 2);
    expect((await frame(page)).width).toBeCloseTo(near.width, 0);
    // Neither is a tap on a word.
    expect(await heading(page).textContent()).toBe(title);
  });
});
