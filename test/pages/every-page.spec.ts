import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PARTS_OF, countryPagesFor, isCycleView, viewsFor } from '../../apps/dashboard/src/pages/views.js';
import { PARTS } from '../../apps/dashboard/src/teacher/journey.js';
import { noBrowser, PATIENCE, SuiteBrowser, until } from '../support/browser.js';
import { startFixtureServer, type FixtureServer } from '../support/fixture-server.js';

const withBrowser = noBrowser === undefined ? describe : describe.skip;
if (noBrowser !== undefined) console.warn(`Not every page is walked: ${noBrowser}.`);

jest.setTimeout(10 * PATIENCE);

const ROLES = [
  'teacher',
  'school-leader',
  'coordinator',
  'data-protection-officer',
  'evaluator',
  'regional-officer',
  'partner',
  'tutor',
  'auditor',
  'operator',
] as const;
type Role = (typeof ROLES)[number];

/** Every page that a role finds in its navigation; a page that is added there is walked without anybody remembering to. */
const pagesOf = (role: Role): readonly string[] => [
  ...(role === 'operator' ? ['/'] : []),
  '/cl?choose=cycle',
  ...countryPagesFor(role).map((page) => `/cl/${page}`),
  ...viewsFor(role)
    .filter((view) => isCycleView(view))
    .flatMap((view) => [`/cl/2023/${view}`, ...(PARTS_OF[view] ?? []).slice(1).map((part) => `/cl/2023/${view}?part=${part}`)]),
  ...(role === 'teacher' ? ['/cl/2023/me', ...[...PARTS, 'record'].map((part) => `/cl/2023/me/${part}`)] : []),
];

type Words = { readonly [key: string]: string | Words };
const spaces = Object.keys(JSON.parse(readFileSync('apps/dashboard/src/locales/en.json', 'utf8')) as Words).map((key) =>
  key.replace(/_(one|many|other)$/, ''),
);
/** A key that has no words is shown as it is. */
const KEY = new RegExp(`(^|\\s)(${spaces.join('|')})(\\.[A-Za-z][\\w-]*)+`, 'm');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

withBrowser('every page of every role', () => {
  let server: FixtureServer;
  const browser = new SuiteBrowser();
  let page: Page;
  beforeAll(async () => {
    server = await startFixtureServer(process.cwd());
    server.rights.handle('POST', 'me/corrections', { topic: 'assignment', text: 'Ya no trabajo en esa escuela.' }, 'teacher');
    server.rights.handle('POST', 'me/erasure', {}, 'teacher');
    server.rights.handle('POST', 'me/erasure/00000000-0000-4000-a000-000000000001/confirmation', {}, 'teacher');
    server.teacher.handle('POST', 'me/consent', { version: '1', purposes: ['take-part'] });
    server.teacher.handle('POST', 'me/attempts', { measure: 'self-rating', occasion: 'baseline' });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    const context = await browser.newContext({ serviceWorkers: 'block', reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    browser.begin();
  });
  afterEach(() => browser.leave(page));

  /** The page has its data and its drawings, and what follows a change has been done. */
  const settled = async (page: Page) => {
    await page.waitForSelector('main h1');
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
    await until(page, "document.querySelector('main .loading, .chart:not([data-drawn=yes])') === null");
  };
  /** axe, by its tags for WCAG 2.1 A and AA. */
  const broken = (page: Page) =>
    page.evaluate<Violation[]>(
      "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html: html.slice(0, 160), failureSummary })) })))",
    );
  /** Tabs through the page: how many controls it has, how many were reached, and whether they came in the order of the page. */
  const byKeyboard = async (page: Page) => {
    const wanted = await page.evaluate<number>(
      "(() => { const groups = new Set(); return [...document.querySelectorAll('a[href], button:not([disabled]), select, input:not([disabled]), textarea, summary, [tabindex=\"0\"]')].filter((one) => { if (one.getClientRects().length === 0 || !one.checkVisibility()) return false; if (one.type !== 'radio') return true; if (groups.has(one.name)) return false; groups.add(one.name); return true; }).length; })()",
    );
    await page.evaluate('document.activeElement?.blur?.()');
    await page.evaluate(
      "document.body.setAttribute('tabindex', '-1'), document.body.focus(), document.body.removeAttribute('tabindex')",
    );
    await page.evaluate(
      "(() => { window.trail = []; document.addEventListener('focusin', ({ target }) => window.trail.push(target), { signal: (window.over = new AbortController()).signal }); })()",
    );
    // One more than there are: it leaves the page, or comes round to its first control, where nothing else takes the focus.
    await Promise.all(Array.from({ length: wanted + 1 }, () => page.keyboard.press('Tab')));
    const { reached, backwards } = await page.evaluate<{ reached: number; backwards: number }>(
      '(() => { window.over.abort(); const { trail } = window; const here = document.activeElement; if (trail.length > 1 && trail.at(-1) === trail[0]) trail.pop(); else if (here !== null && here !== document.body && trail.at(-1) !== here) trail.push(here); return { reached: new Set(trail).size, backwards: trail.filter((one, at) => at > 0 && !(trail[at - 1].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING)).length }; })()',
    );
    return { wanted, reached, backwards };
  };

  const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  /** Charts follow a new width a moment later. */
  const overflow = async (page: Page): Promise<number> => {
    for (let again = 0; again < 40; again += 1) {
      if ((await page.evaluate<number>(OVERFLOW)) <= 0) return 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return page.evaluate<number>(OVERFLOW);
  };
  const PERSONAL = /Rosa|Fuentes|rosa@example|[0-9a-f]{8}-[0-9a-f]{4}-|\b\d{1,2}\.\d{3}\.\d{3}-[\dkK]\b/;
  const SEES_PEOPLE: readonly Role[] = ['coordinator', 'data-protection-officer', 'teacher'];

  it.each(ROLES)('%s: fits a telephone and a desktop, in both languages, for everybody', async (role) => {
    const wrong: unknown[] = [];
    page.on('pageerror', (error) => wrong.push([role, error.message]));
    await page.goto(`${server.url}/sign-in?lang=es#${role.toUpperCase()}`);
    await page.waitForSelector('header .quiet');
    let spoken: string | undefined;
    let opened: string | undefined;
    const speak = async (language: 'es' | 'en') => {
      if (spoken !== language) await page.evaluate(`document.querySelector('header .languages a[lang=${language}]').click()`);
      spoken = language;
      await page.waitForSelector(`html[lang=${language === 'es' ? 'es-CL' : 'en-GB'}]`);
    };
    /** A page is opened by its address; its parts are gone to as by the browser's own way back, which loads nothing again. */
    const open = async (address: string) => {
      const [path] = address.split('?');
      const inSpanish = `${address}${address.includes('?') ? '&' : '?'}lang=es`;
      if (path === opened)
        await page.evaluate(`history.pushState(null, '', '${inSpanish}'), dispatchEvent(new Event('popstate'))`);
      else await page.goto(`${server.url}${inSpanish}`);
      [opened, spoken] = [path, 'es'];
    };
    for (const address of pagesOf(role)) {
      await page.setViewportSize({ width: 360, height: 800 });
      await open(address);
      for (const [width, language] of [
        [360, 'es'],
        [360, 'en'],
        [1280, 'en'],
        [1280, 'es'],
      ] as const) {
        const note = (what: string, found: unknown) => wrong.push({ role, address, width, language, [what]: found });
        await page.setViewportSize({ width, height: 800 });
        await page.waitForSelector('main h1');
        await speak(language);
        await settled(page);
        const simulated = language === 'es' ? 'Datos simulados' : 'Simulated data';
        await until(page, `document.title.includes('${simulated}')`);
        const beyond = await overflow(page);
        if (beyond > 0) note('overflow', beyond);
        const { banner, headings, text } = await page.evaluate<{ banner: string; headings: number; text: string }>(
          "({ banner: document.querySelector('aside.simulated').innerText, headings: document.querySelectorAll('h1').length, text: document.body.innerText })",
        );
        if (!banner.includes(simulated)) note('banner', banner);
        if (headings !== 1) note('main headings', headings);
        const key = KEY.exec(text)?.[0];
        if (key !== undefined) note('no words for', key);
        const personal = SEES_PEOPLE.includes(role) ? undefined : PERSONAL.exec(text)?.[0];
        if (personal !== undefined) note('personal', personal);
        // What follows looks the same in either language and takes longest: once at each width.
        if ((width === 360) !== (language === 'es')) continue;
        if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(axe);
        for (const { id, nodes } of await broken(page)) note(id, nodes.slice(0, 2));
        if (width !== 360) continue;
        const { wanted, reached, backwards } = await byKeyboard(page);
        if (wanted !== reached || backwards > 0) note('keyboard', { wanted, reached, backwards });
      }
    }
    expect(wrong).toEqual([]);
  });
});
