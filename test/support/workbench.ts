// Drives one VS Code window in a browser page: what a user does, with the waits and retries that it needs.
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Frame, FrameLocator, Locator, Page } from "playwright-core";
import { ROOT } from "../../scripts/processes.mjs";

const SCREENSHOTS = path.join(ROOT, "out/screenshots");
/** VS Code waits 100 ms before it writes its state. */
const WRITING_MS = 1_000;
const FADE_IN_MS = 300; // hovers and menus fade in, also with reduced motion

/** A call's patience. */
export interface Patience {
  readonly timeoutMs?: number;
}

/** One window of VS Code. */
export class Workbench {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Waits until the workbench is there and its extension host answers. */
  async waitUntilShown(): Promise<void> {
    await this.page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await this.page.locator(".part.statusbar .statusbar-item").first().waitFor();
  }

  /** Reloads the window, as the browser's button does. */
  async reload(): Promise<void> {
    await this.leave();
    await this.page.reload();
    await this.waitUntilShown();
  }

  /**
   * Takes the focus from the window, as a click beside it does. VS Code writes its state down then, and otherwise once a minute:
   * what it begins to write while a page goes is lost on a slow machine.
   */
  async leave(): Promise<void> {
    await this.page.evaluate(() => {
      document.hasFocus = () => false; // headless pages have the focus, all of them
      window.dispatchEvent(new Event("blur"));
    });
    await this.page.waitForTimeout(WRITING_MS);
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await this.page.close();
  }

  /**
   * Runs a command from the palette by its title, with the category: `Wordfield: Show Log`.
   *
   * The palette lists what is registered when it opens and does not refresh: it is opened again until the command is there.
   */
  async runCommand(title: string, { timeoutMs = 60_000 }: Patience = {}): Promise<void> {
    await this.#chooseFromQuickOpen(`>${title}`, title, timeoutMs);
  }

  /** Tells whether the palette lists a command with this title. */
  async hasCommand(title: string): Promise<boolean> {
    await this.page.keyboard.press("F1");
    await this.quickInput.fill(`>${title}`);
    const row = this.#quickRow(title);
    const shown = await row.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false, // not listed in time: that is the answer
    );
    await this.page.keyboard.press("Escape");
    return shown;
  }

  /** Opens a file of the folder by its name or relative path. */
  async openFile(name: string, { timeoutMs = 30_000 }: Patience = {}): Promise<void> {
    const base = name.slice(name.lastIndexOf("/") + 1);
    await this.#chooseFromQuickOpen(name, base, timeoutMs);
    await this.page.locator(".tab", { hasText: base }).first().waitFor();
    await this.page.locator(".monaco-editor .view-line").first().waitFor();
  }

  /** The input of the quick pick, input box or palette that is open. */
  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget:visible input[type=text]").first();
  }

  /** Picks the first row with this text in the open quick pick. */
  async pick(text: string | RegExp): Promise<void> {
    await this.#quickRow(text).click();
    await this.leaveHover(); // the next quick pick would show a tooltip where the mouse rests, over its rows
  }

  /** Fills in the open input box and accepts it. */
  async enter(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** The hover that is shown and holds this text. */
  hover(text: string | RegExp): Locator {
    return this.page.locator(".monaco-hover:not(.hidden)", { hasText: text }).first();
  }

  /**
   * Points at a word's first occurrence in the editor until a hover with the expected text shows.
   *
   * A hover that was asked for before the extension was ready stays empty: the mouse leaves the word and comes back.
   */
  async hoverWord(
    word: string,
    expected: string | RegExp,
    { timeoutMs = 30_000 }: Patience = {},
  ): Promise<Locator> {
    const hover = this.hover(expected);
    const end = Date.now() + timeoutMs;
    for (let attempt = 0; ; attempt++) {
      await this.pointAtWord(word, attempt % 3);
      try {
        await hover.waitFor({ timeout: 3_000 });
        await this.page.waitForTimeout(FADE_IN_MS);
        return hover;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.leaveHover();
      }
    }
  }

  /** Moves the mouse over a word's first occurrence in the editor. */
  async pointAtWord(word: string, offset = 0): Promise<void> {
    const box = await this.#wordBox(word);
    for (const dx of [2, 4])
      await this.page.mouse.move(box.x + dx + offset, box.y + box.height / 2);
  }

  /** Moves the mouse off the text, so that a hover goes away. */
  async leaveHover(): Promise<void> {
    const status = await this.page.locator(".part.statusbar").boundingBox();
    await this.page.mouse.move((status?.x ?? 0) + 500, (status?.y ?? 0) + 10);
    await this.page.waitForTimeout(FADE_IN_MS);
  }

  /** Double-clicks a word's first occurrence in the editor: the word is selected, the cursor in it. */
  async selectWord(word: string): Promise<void> {
    const box = await this.#wordBox(word);
    await this.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** The extension's document in a webview, for locators. */
  webview(index = 0): FrameLocator {
    return this.page
      .frameLocator(`iframe.webview.ready >> nth=${index}`)
      .frameLocator("iframe#active-frame");
  }

  /** The extension's document in a webview, for `evaluate` (`waitForFunction` fails there: the page forbids eval). */
  async webviewFrame(index = 0): Promise<Frame> {
    const outer = this.page.frameLocator(`iframe.webview.ready >> nth=${index}`);
    const element = await outer.locator("iframe#active-frame").elementHandle();
    const frame = await element?.contentFrame();
    if (!frame) throw new Error(`Webview ${index} has no document.`);
    return frame;
  }

  /** Tells what the window shows besides its text: worth a look when a test fails. */
  async describe(): Promise<string> {
    const texts = (selector: string) => this.page.locator(selector).allInnerTexts();
    const webviews = await this.page.locator("iframe.webview").all();
    return JSON.stringify({
      tabs: await texts(".tab"),
      dialogs: await texts(".monaco-dialog-box"),
      notifications: await texts(".notification-list-item"),
      quickInput: await texts(".quick-input-widget:visible"),
      webviews: await Promise.all(webviews.map((webview) => webview.getAttribute("class"))),
      focus: await this.page.evaluate(
        () => `${document.activeElement?.tagName} ${document.activeElement?.className}`,
      ),
    });
  }

  /** A notification toast with this text; its buttons are `toast.getByRole("button", { name })`. */
  toast(text: string | RegExp): Locator {
    return this.page
      .locator(".notifications-toasts .notification-list-item", { hasText: text })
      .first();
  }

  /** Clears all notifications. */
  async clearNotifications(): Promise<void> {
    await this.runCommand("Notifications: Clear All Notifications");
  }

  /** A status bar item with this text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator(".part.statusbar .statusbar-item", { hasText: text }).first();
  }

  /** A row with this text in a tree view of the side bar. */
  treeRow(text: string | RegExp): Locator {
    return this.page.locator(".part.sidebar .monaco-list-row", { hasText: text }).first();
  }

  /** An entry of the open context menu. */
  menuItem(name: string | RegExp): Locator {
    return this.page.locator(".context-view .action-menu-item", { hasText: name }).first();
  }

  /** An editor tab with this text. */
  tab(text: string | RegExp): Locator {
    return this.page.locator(".tab", { hasText: text }).first();
  }

  /** Writes a picture of the window to out/screenshots/NAME.png and gives its path. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.waitForTimeout(FADE_IN_MS);
    const file = path.join(SCREENSHOTS, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  #quickRow(text: string | RegExp): Locator {
    return this.page.locator(".quick-input-list .monaco-list-row", { hasText: text }).first();
  }

  async #chooseFromQuickOpen(input: string, rowText: string, timeoutMs: number): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      await this.page.keyboard.press("F1");
      try {
        await this.quickInput.fill(input, { timeout: 5_000 });
        await this.#quickRow(rowText).click({ timeout: 2_500 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press("Escape");
        await this.page.waitForTimeout(300);
        await this.#takeFocus();
      }
    }
  }

  /** Takes the focus out of a webview: one that has not loaded yet swallows the keys of the workbench. */
  async #takeFocus(): Promise<void> {
    await this.page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      window.focus();
    });
  }

  /** The rectangle of a word: by a DOM Range, because VS Code cuts a long line into spans wherever that falls. */
  async #wordBox(word: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const lines = this.page.locator(".monaco-editor .view-line", { hasText: word });
    await lines.first().waitFor();
    const box = await lines.evaluateAll((elements, wanted) => {
      const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])${wanted}(?![\\p{L}\\p{N}_])`, "u");
      for (const element of elements) {
        const at = (element.textContent ?? "").replaceAll("\u00a0", " ").search(pattern);
        if (at < 0) continue;
        const range = document.createRange();
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        let end = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const start = end;
          end += node.textContent?.length ?? 0;
          if (at >= start && at < end) range.setStart(node, at - start);
          if (at + wanted.length > start && at + wanted.length <= end)
            range.setEnd(node, at + wanted.length - start);
        }
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x, y, width, height };
      }
      return undefined;
    }, word);
    if (!box) throw new Error(`The word ${word} is in no line of the editor that shows.`);
    return box;
  }
}
