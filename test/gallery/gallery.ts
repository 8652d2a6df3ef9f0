// Draws every view of the page in every theme and width, with real data: `npm run gallery -- [PART OF A NAME]`.
import { mkdir, rm } from "node:fs/promises";
import { PageHarness } from "../support/pageHarness.ts";
import { setup as preparePages } from "../support/preparePages.ts";
import type { ThemeName } from "../support/vscodeThemes.ts";
import { VIEWS } from "./views.ts";

const FOLDER = "out/gallery";
const THEMES: readonly ThemeName[] = ["dark", "light", "contrast", "contrastLight"];
const WIDTHS = [1200, 800, 360, 300];
/** Contours and the names of near words come when the page has time. */
const REST_MS = 700;

const [part = ""] = process.argv.slice(2);
if (part === "") await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
await preparePages();
const harness = await PageHarness.start();
let failed = 0;
try {
  for (const { name, options, reach } of VIEWS)
    for (const theme of THEMES)
      for (const width of WIDTHS) {
        const picture = `${name}-${theme}-${width}`;
        if (!picture.includes(part)) continue;
        const height = width < 640 ? 900 : 800;
        const opened = await harness.open({ ...options, theme, width, height });
        try {
          await reach?.(opened);
        } catch (thrown) {
          failed++;
          console.error(`${picture}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
        }
        await opened.page.waitForTimeout(REST_MS);
        await opened.page.screenshot({ path: `${FOLDER}/${picture}.png` });
        for (const complaint of opened.complaints) console.error(`${picture}: ${complaint}`);
        failed += opened.complaints.length;
        await harness.closePages();
        console.log(picture);
      }
} finally {
  await harness.close();
}
process.exitCode = failed > 0 ? 1 : 0;
