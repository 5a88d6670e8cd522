// @ts-check
// A VS Code page in Chromium, driven as a user would: keys, mouse, and what stands in the DOM.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureChromium } from '../../scripts/lib/install.mjs';
import { root } from '../../scripts/lib/project.mjs';

/** Where screenshots and page logs go. */
export const artifactsFolder = process.env.HEAPSCOPE_ARTIFACTS ?? join(root, 'artifacts');

/**
 * Chromium without a GPU and without any talk to the outside.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: await ensureChromium(),
    headless: process.env.HEAPSCOPE_HEADED !== '1',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--lang=en-US'],
    ],
  });
}

/** A quick fix, a command, a problem as a user reads it: the text with the runs of blanks made one. @param {string} text */
export const plain = (text) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim();

export class Workbench {
  /**
   * @param {import('playwright-core').Page} page
   * @param {string[]} log console lines of the page, errors of the page among them
   */
  constructor(page, log) {
    this.page = page;
    this.log = log;
  }

  /**
   * Opens a page of VS Code and waits until the workbench is up.
   * @param {import('playwright-core').Browser} browser
   * @param {string} url
   * @param {{ width?: number, height?: number, prepare?: (page: import('playwright-core').Page) => Promise<void> }} [options]
   *   prepare runs before the page is loaded (functions exposed to it)
   */
  static async open(browser, url, { width = 1400, height = 900, prepare } = {}) {
    const context = await browser.newContext({
      viewport: { width, height },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // Nothing leaves this machine: what asks for it is refused at once, instead of waiting for a time-out.
    await context.route(
      (address) => !['127.0.0.1', 'localhost'].includes(address.hostname) && /^(https?|wss?):$/.test(address.protocol),
      (route) => route.abort(),
    );
    const page = await context.newPage();
    /** @type {string[]} */
    const log = [];
    page.on('console', (message) => log.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => log.push(`pageerror: ${error.stack ?? error.message}`));
    await prepare?.(page);
    await page.goto(url);
    const workbench = new Workbench(page, log);
    try {
      await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    } catch (error) {
      await workbench.screenshot('workbench-did-not-start');
      workbench.saveLog('workbench-did-not-start');
      throw error;
    }
    return workbench;
  }

  async close() {
    await this.page.context().close();
  }

  /**
   * Saves what is on the screen to artifacts/NAME.png.
   * @param {string} name
   * @returns {Promise<string>} the file
   */
  async screenshot(name) {
    const file = join(artifactsFolder, `${name}.png`);
    mkdirSync(dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  /** @param {string} name */
  saveLog(name) {
    mkdirSync(artifactsFolder, { recursive: true });
    writeFileSync(join(artifactsFolder, `${name}.log`), this.log.join('\n'));
  }

  /**
   * Polls until the function gives something true, and gives that.
   * @template T
   * @param {() => Promise<T>} look
   * @param {string} what for the message of the failure
   * @param {number} [timeout]
   * @returns {Promise<Exclude<T, false | null | undefined | '' | 0>>}
   */
  async until(look, what, timeout = 20_000) {
    const deadline = Date.now() + timeout;
    /** @type {unknown} */
    let last;
    for (;;) {
      last = await look();
      if (last) return /** @type {Exclude<T, false | null | undefined | '' | 0>} */ (last);
      if (Date.now() > deadline) {
        const name = `failed-${what.replace(/[^a-z0-9]+/gi, '-').slice(0, 60)}`;
        await this.screenshot(name);
        throw new Error(`Waited ${timeout / 1000} s in vain: ${what} (see artifacts/${name}.png)`);
      }
      await this.page.waitForTimeout(100);
    }
  }

  /** @param {...string} keys */
  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /**
   * Runs a command from the palette by its full title.
   * @param {string} title
   * @param {{ asks?: boolean }} [options] asks: the command opens a quick input of its own
   */
  async command(title, { asks = false } = {}) {
    const widget = this.page.locator('.quick-input-widget');
    // An editor or a view that takes the focus meanwhile closes the palette: as a person would, open it again.
    for (let tries = 0; ; tries++) {
      try {
        await this.quickInput('F1', `>${title}`);
        await this.accept(title, title, 10_000);
        break;
      } catch (error) {
        if (tries === 3) throw error;
        await this.press('Escape', 'Escape');
        await widget.waitFor({ state: 'hidden', timeout: 10_000 });
      }
    }
    if (asks) {
      const palette = this.page.locator('.quick-input-widget input[placeholder^="Type the name of a command"]');
      await palette.waitFor({ state: 'hidden', timeout: 30_000 });
      await widget.waitFor({ timeout: 30_000 });
    } else await widget.waitFor({ state: 'hidden', timeout: 30_000 });
  }

  /**
   * Takes a quick fix from the light bulb's list. The cursor is put on the line first; a list without the fix is closed
   * and opened again, as the problem it belongs to may still be on its way.
   * @param {number} line
   * @param {string} title how the fix is called
   * @param {() => Promise<unknown>} [shown] called while the list is open
   */
  async quickFix(line, title, shown) {
    const menu = this.page.locator('.action-widget:not(.action-list-submenu-panel)');
    const wanted = menu.locator('.monaco-list-row', { hasText: title }).first();
    await this.until(
      async () => {
        await this.goTo(line);
        await this.press('Control+.');
        await wanted.waitFor({ timeout: 3000 }).catch(() => undefined);
        if (await wanted.isVisible()) return true;
        await this.press('Escape');
        return false;
      },
      `the light bulb at line ${line} offers ${title}`,
      90_000,
    );
    await shown?.();
    await wanted.click();
    await menu.waitFor({ state: 'hidden' });
  }

  /**
   * Goes down to the wanted entry of the quick input and presses Enter.
   * @param {string} start how its label begins
   * @param {string} what for the message of a failure
   * @param {number} [timeout]
   */
  async accept(start, what, timeout = 20_000) {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await this.until(
      async () => {
        const labels = await rows.evaluateAll((all) =>
          all.map((row) => ({
            label: row.getAttribute('aria-label') ?? '',
            focused: row.classList.contains('focused'),
          })),
        );
        const wanted = labels.findIndex(({ label }) => plain(label).startsWith(start));
        const focused = labels.findIndex((row) => row.focused);
        if (wanted < 0 || focused < 0) return false;
        if (wanted !== focused) await this.press(wanted > focused ? 'ArrowDown' : 'ArrowUp');
        return wanted === focused;
      },
      `the quick input offers ${what}`,
      timeout,
    );
    await this.press('Enter');
  }

  /**
   * Opens the quick input with a key and fills it.
   * @param {string} key
   * @param {string} text
   */
  async quickInput(key, text) {
    const box = this.page.locator('.quick-input-widget input.input').first();
    // An editor that opens meanwhile takes the focus, and the box goes away: as a person would, try again.
    for (let tries = 0; ; tries++) {
      await this.press(key);
      try {
        await box.waitFor({ timeout: 10_000 });
        await box.fill(text, { timeout: 5000 });
        return;
      } catch (error) {
        if (tries === 2) throw error;
      }
    }
  }

  /** The entries a quick pick shows. @returns {Promise<string[]>} */
  async quickPicks() {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor({ timeout: 10_000 });
    return (await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''))).map(plain);
  }

  /** @param {string} label the start of an entry of the open quick pick */
  async pick(label) {
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first().click();
  }

  /**
   * Opens a file at the top of the folder, from the Explorer. (Quick Open needs a search provider, which a folder in a
   * browser's memory has not.)
   * @param {string} name
   */
  async openFile(name) {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name }).first();
    if (!(await row.isVisible())) await this.command('File: Focus on Files Explorer');
    await row.dblclick({ timeout: 15_000 });
    await this.page.locator('.tab.active').filter({ hasText: name }).first().waitFor({ timeout: 15_000 });
    await this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first().waitFor();
  }

  /** The code editor that is in front. */
  get editor() {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** @param {number} line @param {number} [column] */
  async goTo(line, column = 1) {
    await this.quickInput('Control+G', `:${line}:${column}`);
    await this.press('Enter');
    await this.editor.click({ trial: true }).catch(() => undefined);
  }

  /**
   * The visible lines of the editor in front: their text with inlay hints apart.
   * @returns {Promise<Map<number, { text: string, hints: string[], classes: string[] }>>} by line number
   */
  async lines() {
    const rows = await this.editor.evaluate((editor) => {
      const offset = (/** @type {Element} */ element) =>
        Math.round(parseFloat(/** @type {HTMLElement} */ (element).style.top));
      const numbers = new Map();
      for (const row of editor.querySelectorAll('.margin-view-overlays > div')) {
        const number = row.querySelector('.line-numbers')?.textContent;
        if (number) numbers.set(offset(row), Number(number));
      }
      /** @type {Map<number, string[]>} */
      const classes = new Map();
      for (const row of editor.querySelectorAll('.view-overlays > div')) {
        const names = [...row.querySelectorAll('.cdr')].map((mark) => mark.className);
        classes.set(offset(row), names);
      }
      return [...editor.querySelectorAll('.view-lines > .view-line')].map((row) => {
        /** @type {string[]} */
        const hints = [];
        let text = '';
        let open = false;
        for (const part of row.querySelectorAll('span > span')) {
          const injected = /ced-|dyn-rule/.test(part.className);
          const content = part.textContent ?? '';
          if (injected) {
            if (open) hints[hints.length - 1] += content;
            else hints.push(content);
            open = true;
          } else {
            text += content;
            open = false;
          }
        }
        return { number: numbers.get(offset(row)) ?? 0, text, hints, classes: classes.get(offset(row)) ?? [] };
      });
    });
    return new Map(
      rows.map((row) => [
        row.number,
        { text: row.text.replaceAll('\u00a0', ' '), hints: row.hints.map(plain).filter(Boolean), classes: row.classes },
      ]),
    );
  }

  /**
   * The line marked as the current one, by the arrow beside its number.
   * @returns {Promise<number | undefined>}
   */
  async markedLine() {
    return this.editor.evaluate((editor) => {
      const top = (/** @type {Element} */ element) =>
        Math.round(parseFloat(/** @type {HTMLElement} */ (element).style.top));
      const arrow = [...editor.querySelectorAll('.glyph-margin-widgets .cgmr')].find((mark) =>
        getComputedStyle(mark, '::before')
          .backgroundImage.concat(getComputedStyle(mark).backgroundImage)
          .includes('current-line'),
      );
      if (!arrow) return undefined;
      const row = [...editor.querySelectorAll('.margin-view-overlays > div')].find((line) => top(line) === top(arrow));
      const number = row?.querySelector('.line-numbers')?.textContent;
      return number ? Number(number) : undefined;
    });
  }

  /**
   * Waits until the current line is as wanted.
   * @param {(line: number | undefined) => boolean} wanted
   */
  async currentLine(wanted) {
    /** @type {number | undefined} */
    let line;
    await this.until(async () => {
      line = await this.markedLine();
      return wanted(line);
    }, `the current line is ${wanted}`);
    return line;
  }

  /**
   * The colours a word is shown in, in any editor on screen, in the order of their places.
   * @param {string} word
   * @returns {Promise<string[]>}
   */
  async colours(word) {
    return this.page.evaluate((wanted) => {
      /** @type {string[]} */
      const colours = [];
      for (const part of document.querySelectorAll('.monaco-editor .view-line span > span')) {
        if (new RegExp(`\\b${wanted}\\b`).test(part.textContent ?? '')) colours.push(getComputedStyle(part).color);
      }
      return colours;
    }, word);
  }

  /**
   * Waits for an inlay hint on a line and gives all of that line's hints as one text.
   * @param {number} line
   * @param {RegExp} pattern
   * @param {number} [timeout]
   */
  async hint(line, pattern, timeout) {
    return this.until(
      async () => {
        const text = ((await this.lines()).get(line)?.hints ?? []).join(' ');
        return pattern.test(text) && text;
      },
      `line ${line} shows the hint ${pattern}`,
      timeout,
    );
  }

  /**
   * Hovers over a word in a line and gives the hover's text.
   * @param {number} line
   * @param {string} word
   */
  async hover(line, word) {
    const place = await this.until(() => this.#wordPlace(line, word), `line ${line} has the word ${word} on screen`);
    const point = async () => {
      await this.page.mouse.move(place.x - 3, place.y - 40);
      await this.page.mouse.move(place.x, place.y, { steps: 3 });
    };
    await point();
    const widget = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
    let pointed = Date.now();
    const text = await this.until(
      async () => {
        // While the answer is on its way, it says so.
        const read = plain((await widget.allInnerTexts()).join(' ')).replace(/Loading(\.\.\.|…)?/g, '');
        if (read.trim() !== '') return read;
        // Something moved under the pointer: nothing is asked until it moves again.
        if (Date.now() - pointed > 5000 && (await widget.count()) === 0) {
          pointed = Date.now();
          await point();
        }
        return false;
      },
      `a hover over ${word} in line ${line}`,
      40_000,
    );
    // It fades in.
    await this.until(
      () => widget.first().evaluate((box) => getComputedStyle(box.closest('.monaco-hover') ?? box).opacity === '1'),
      'the hover is shown',
    );
    return text;
  }

  /** @param {number} line @param {string} word @returns {Promise<{ x: number, y: number } | undefined>} */
  #wordPlace(line, word) {
    return this.editor.evaluate(
      (editor, wanted) => {
        const top = (/** @type {Element} */ element) =>
          Math.round(parseFloat(/** @type {HTMLElement} */ (element).style.top));
        const margin = [...editor.querySelectorAll('.margin-view-overlays > div')].find(
          (row) => row.querySelector('.line-numbers')?.textContent === String(wanted.line),
        );
        const row =
          margin && [...editor.querySelectorAll('.view-lines > .view-line')].find((r) => top(r) === top(margin));
        if (!row) return undefined;
        const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const found = new RegExp(`\\b${wanted.word}\\b`).exec(node.textContent ?? '');
          if (!found) continue;
          const range = document.createRange();
          range.setStart(node, found.index);
          range.setEnd(node, found.index + wanted.word.length);
          const box = range.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }
        return undefined;
      },
      { line, word },
    );
  }

  /**
   * What the Problems view lists: what of it is on screen.
   * @param {string} [filter] typed into the view's filter, for lists that are longer
   * @returns {Promise<string[]>}
   */
  async problems(filter = '') {
    const view = this.page.locator('.markers-panel');
    if (!(await view.isVisible())) await this.command('View: Focus Problems');
    await view.waitFor({ timeout: 10_000 });
    const box = this.page.locator('input[placeholder^="Filter (e.g. text"]').first();
    if ((await box.inputValue()) !== filter) await box.fill(filter);
    // The list follows a moment later, and not at all if the panel is hidden before that.
    if (filter === '')
      await this.page.locator('.viewpane-filter-badge:not(.hidden)').first().waitFor({ state: 'detached' });
    const rows = view.locator('.monaco-list-row');
    return (await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label') ?? ''))).map(plain);
  }

  /** Texts of all notifications on screen. */
  async notifications() {
    return (await this.page.locator('.notification-list-item-message').allInnerTexts()).map(plain);
  }

  /** @param {RegExp} pattern @param {number} [timeout] */
  async notification(pattern, timeout) {
    return this.until(
      async () => (await this.notifications()).find((text) => pattern.test(text)),
      `a message like ${pattern}`,
      timeout,
    );
  }

  /** Texts (with tooltips' labels) of the status bar's items. */
  async statusBar() {
    const items = this.page.locator('.statusbar-item:not(.hidden)');
    return (
      await items.evaluateAll((all) =>
        all.map(
          (item) => `${item.id}: ${item.textContent} [${item.querySelector('a')?.getAttribute('aria-label') ?? ''}]`,
        ),
      )
    ).map(plain);
  }

  /**
   * The document inside a webview, found by something in it.
   * @param {string} selector
   * @param {number} [timeout]
   * @returns {Promise<import('playwright-core').Frame>}
   */
  async webview(selector, timeout = 20_000) {
    return this.until(
      async () => {
        for (const frame of this.page.frames()) {
          if (!/fake\.html|active-frame/.test(frame.url()) && !frame.name().includes('active-frame')) {
            if (!/webview\/browser\/pre\//.test(frame.parentFrame()?.url() ?? '')) continue;
          }
          if (
            await frame
              .locator(selector)
              .count()
              .catch(() => 0)
          )
            return frame;
        }
        return undefined;
      },
      `a webview with ${selector}`,
      timeout,
    );
  }
}
