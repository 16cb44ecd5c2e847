import { existsSync } from 'node:fs';
import { expect, jest } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Why the pages cannot be driven on this machine; `undefined` where they can. */
export const noBrowser: string | undefined = existsSync(path)
  ? undefined
  : `no browser at ${path}: install the Debian package chromium, or name one with CHROMIUM_PATH`;

/** The longest that a test waits for something to appear, milliseconds: generous, since other tests may have the machine. */
export const PATIENCE = 60_000;

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    timeout: 2 * PATIENCE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/**
 * Waits until an expression holds in the page, PATIENCE at most. Asked from outside again and again: a condition that the page checks by itself is
 * stopped by the content policy as soon as it does not hold the first time.
 */
export const until = async (page: Page, expression: string): Promise<void> => {
  for (const end = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (await page.evaluate<boolean>(`Promise.resolve(${expression}).then(Boolean)`)) return;
    if (Date.now() > end) throw new Error(`never came to hold in the page: ${expression}`);
  }
};

/** The longest that a page is given to draw one frame, milliseconds. */
const ONE_FRAME = 15_000;

const soon = <T>(promise: Promise<T>, otherwise: T): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => (timer = setTimeout(() => resolve(otherwise), ONE_FRAME)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

const draws = (page: Page): Promise<boolean> =>
  soon(page.evaluate<boolean>('new Promise((resolve) => requestAnimationFrame(() => resolve(true)))'), false);

/**
 * The browser of a suite. On a machine with much else to do Chromium can come to a stand: it answers everything and draws nothing any more, so that no
 * click is made, since each waits for two frames. That says nothing about the pages: such a test is run once more in a new browser, and its first
 * failure is printed. A test that fails while the browser draws has failed.
 */
export class SuiteBrowser {
  #browser: Promise<Browser> | undefined;
  #stands = false;
  #last: string | undefined;

  constructor() {
    jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
  }

  /** Before each test. */
  begin(): void {
    const { currentTestName: test } = expect.getState();
    if (test === this.#last && !this.#stands)
      throw new Error('Not run again, since the browser drew: what failed is printed above.');
    this.#last = test;
    this.#stands = false;
  }

  async newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    return (await (this.#browser ??= launch())).newContext(options);
  }

  /** After each test, with the page that it drove. @throws Error where the browser draws nothing any more */
  async leave(page: Page): Promise<void> {
    this.#stands = !(await draws(page));
    if (!this.#stands) return page.context().close();
    await this.close();
    throw new Error(`The browser came to a stand: it drew nothing for ${ONE_FRAME / 1000} s.`);
  }

  /** One that stands does not close either: it ends with the process of the tests. */
  async close(): Promise<void> {
    const browser = await this.#browser;
    this.#browser = undefined;
    if (browser) await soon(browser.close(), undefined);
  }
}
