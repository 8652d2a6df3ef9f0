/**
 * The way of a user in a real VS Code with the packed extension (`npm run package` first): activation, training on the
 * sample workspace until the hover answers, restoring the panel. The browser that shows the workbench without a graphics
 * processor takes its share of the same cores.
 */
import { availableParallelism, cpus } from "node:os";
import { copySampleWorkspace } from "../support/sampleWorkspace.ts";
import { startVSCode } from "../support/vscode.ts";
import type { Workbench } from "../support/workbench.ts";

const FILE = "1846_james_polk_d.txt";
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} threads\n`);
const sample = copySampleWorkspace();
const vscode = await startVSCode({ settings: { "workbench.reduceMotion": "on" } });
try {
  const window = await vscode.open(sample.path);
  await window.page.addInitScript(noteFirstNeighbor);
  await window.openFile(FILE);
  await window.runCommand("Wordfield: Train Embeddings on Workspace");
  await window.quickInput.waitFor();
  const started = performance.now();
  await window.page.keyboard.press("Enter");
  await window.statusBarItem(/^\s*sotu$/).waitFor({ timeout: 150_000 });
  const trained = performance.now();
  console.log(
    await window
      .toast(/is ready/)
      .locator(".notification-list-item-message")
      .innerText(),
  );
  const hover = await window.hoverWord("bank", "near");
  console.log(
    `Training, from command to active model: ${seconds(trained - started)}; to a hover that shows: ` +
      `${seconds(performance.now() - started)} (to hold: 10 s)`,
  );
  await hover.getByText("Explore").click();
  await window
    .webview()
    .getByRole("option", { name: /^banks,/ })
    .waitFor();
  for (let round = 1; round <= 3; round++) {
    await window.page.waitForTimeout(6_000); // a browser's VS Code stores every five seconds what it restores
    await window.reload();
    await window
      .webview()
      .getByRole("option", { name: /^banks,/ })
      .waitFor({ timeout: 60_000 });
    const frame = await window.webviewFrame();
    const [painted, shown] = await frame.evaluate(() => [
      performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      performance.getEntriesByName("neighbor-shown")[0]?.startTime ?? NaN,
    ]);
    console.log(
      `Panel after a reload: first paint ${seconds(painted)}, word and neighbors ${seconds(shown)} ` +
        `after its page began to load (to hold: 1 s)`,
    );
  }
  for (let round = 1; round <= 5; round++) console.log(await measureOpening(window));
} finally {
  await vscode.stop();
  sample.remove();
}

/** Opens the panel in a window that rests; tells what passes from the key to the first paint, VS Code's own share apart. */
async function measureOpening(window: Workbench): Promise<string> {
  await window.runCommand("View: Close All Editors");
  await window.page.keyboard.press("F1");
  await window.quickInput.fill(">Wordfield: Open Wordfield");
  await window.page.waitForTimeout(3_000);
  const pressed = Date.now();
  await window.page.keyboard.press("Enter");
  await window.webview().locator("wf-app .header").waitFor();
  await window.page.waitForTimeout(1_000);
  const frame = await window.webviewFrame();
  const { origin, loaded, painted } = await frame.evaluate(() => {
    const files = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    return {
      origin: performance.timeOrigin,
      loaded: files.find(({ name }) => name.includes("main.js"))?.responseEnd ?? NaN,
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    };
  });
  const parts = [origin - pressed, loaded, painted - loaded].map((part) => part.toFixed(0));
  return (
    `Panel opened in a window that rests: first paint ${seconds(origin - pressed + painted)} after the key: ` +
    `VS Code's frame ${parts[0]} ms, the page's files ${parts[1]} ms, its script and drawing ${parts[2]} ms`
  );
}

/** Runs in every frame before its own scripts: marks when the first neighbor is in the page, to 10 ms. */
function noteFirstNeighbor(): void {
  const timer = setInterval(() => {
    if (!document.querySelector("[role=option]")) return;
    performance.mark("neighbor-shown");
    clearInterval(timer);
  }, 10);
}
