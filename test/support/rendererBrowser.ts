// A browser with nothing but the map's renderers.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../../scripts/browser.mjs";
import type { RendererPage } from "./rendererPage.ts";

/** Calls a function of the page. */
export type CallRenderer = <M extends keyof RendererPage>(
  method: M,
  ...parameters: Parameters<RendererPage[M]>
) => Promise<Awaited<ReturnType<RendererPage[M]>>>;

/** Builds the page, opens it, and gives the way to call it; `gpu` is a way of ANGLE's to the machine's own. */
export async function openRenderers(gpu?: string): Promise<{
  readonly browser: Browser;
  readonly page: Page;
  readonly call: CallRenderer;
}> {
  const root = join(fileURLToPath(new URL(".", import.meta.url)), "../..");
  const [browser, built] = await Promise.all([
    launchBrowser(gpu),
    build({
      entryPoints: [join(root, "test/support/rendererPage.ts")],
      bundle: true,
      write: false,
      platform: "browser",
      format: "iife",
      target: "es2023",
      logLevel: "warning",
    }),
  ]);
  const page = await browser.newPage();
  await page.setContent("<!doctype html><title>renderers</title>");
  await page.addScriptTag({ content: built.outputFiles[0]!.text });
  const call: CallRenderer = (method, ...parameters) =>
    page.evaluate(
      async ([name, values]) => {
        const { rendererPage } = window as unknown as {
          rendererPage: Record<string, (...values: unknown[]) => unknown>;
        };
        return (await rendererPage[name]!(...values)) as never;
      },
      [method, parameters as unknown[]] as const,
    );
  return { browser, page, call };
}
