import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Why the pages cannot be driven on this machine; `undefined` where they can. */
export const noBrowser: string | undefined = existsSync(path)
  ? undefined
  : `no browser at ${path}: install the Debian package chromium, or name one with CHROMIUM_PATH`;

/** The longest that a test waits for something to appear, milliseconds: generous, since other tests may have the machine. */
export const PATIENCE = 60_000;

export const launch = (): Promise<Browser> =>
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
