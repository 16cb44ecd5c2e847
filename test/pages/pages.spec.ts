import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { noBrowser, PATIENCE, SuiteBrowser, until } from '../support/browser.js';
import { FOLLOWED_UP, startFixtureServer, type FixtureServer } from '../support/fixture-server.js';

const withBrowser = noBrowser === undefined ? describe : describe.skip;
if (noBrowser !== undefined) console.warn(`The pages are not driven: ${noBrowser}.`);

// A condition is waited for as long as a busy machine may take: what is late is no mistake of the pages.
jest.setTimeout(5 * PATIENCE);

const VIEWS = ['overview', 'participation', 'learning', 'gaps', 'years', 'schools', 'data'] as const;

withBrowser('the pages in a real browser', () => {
  let server: FixtureServer;
  const browser = new SuiteBrowser();
  let page: Page;
  /** What the browser complained about: broken scripts, and anything that the content policy stopped. */
  let complaints: string[];

  afterAll(() => browser.close());

  const open = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'es-CL',
      timezoneId: 'America/Santiago',
      // Requests that pass a service worker cannot be held up by a test.
      serviceWorkers: 'block',
      ...options,
    });
    const opened = await context.newPage();
    opened.setDefaultTimeout(PATIENCE);
    opened.on('pageerror', (error) => complaints.push(error.message));
    opened.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    opened.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !request.url().startsWith('blob:'))
        complaints.push(`loaded from elsewhere: ${request.url()}`);
    });
    return opened;
  };

  beforeEach(async () => {
    complaints = [];
    server = await startFixtureServer(process.cwd());
    page = await open();
    browser.begin();
  });
  afterEach(async () => {
    // The page first: what it misses of a server that is gone would be a complaint.
    await browser.leave(page).finally(() => server.close());
    expect(complaints).toEqual([]);
  });

  const signIn = async (code = 'COORDINATOR', to?: string, on = page) => {
    await on.goto(`${server.url}/sign-in?lang=es${to === undefined ? '' : `&to=${encodeURIComponent(to)}`}#${code}`);
    await on.waitForSelector('header .quiet');
  };
  const view = async (name: string, on = page) => {
    await on.goto(`${server.url}${name}`);
    await on.waitForSelector('main h1');
  };
  const drawn = (on = page) => on.waitForSelector('.chart[data-drawn=yes] svg text');
  const overflow = (on = page) =>
    on.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  describe('signing in', () => {
    it('takes the code from the link, sends it in a body and leaves no trace of it in the address', async () => {
      await signIn();
      await page.waitForURL(`${server.url}/cl/2023/team?lang=es`);
      expect(server.requests.find(({ path }) => path === '/v1/sessions')?.body).toEqual({ code: 'COORDINATOR' });
      expect(server.requests.every(({ path, query }) => !`${path}?${query.toString()}`.includes('COORDINATOR'))).toBe(true);
      await page.goBack();
      expect(page.url()).not.toContain('COORDINATOR');
    });

    it('holds also where the first question, who is signed in, is answered last', async () => {
      let answerFirst: () => Promise<void> = () => Promise.reject(new Error('nobody asked who is signed in'));
      let asked = 0;
      await page.route('**/v1/me', (route) => {
        asked += 1;
        if (asked > 1) return route.continue();
        answerFirst = () =>
          route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"type":"/problems/not-signed-in"}' });
      });
      await signIn('REGIONAL-OFFICER');
      await page.waitForURL(`${server.url}/cl/2023/overview?lang=es`);
      await Promise.all([page.waitForResponse('**/v1/me'), answerFirst()]);
      await page.getByRole('heading', { name: 'Panorama del ciclo' }).waitFor();
    });

    it.each([
      ['REGIONAL-OFFICER', 'overview'],
      ['COORDINATOR', 'team'],
      ['EVALUATOR', 'evaluation'],
    ])('%s begins at the first page of the role, and another cycle can be chosen from there', async (code, first) => {
      await signIn(code);
      await page.waitForURL(`${server.url}/cl/2023/${first}?lang=es`);
      await page.getByRole('link', { name: 'Cambiar de ciclo' }).click();
      await page.getByRole('heading', { name: 'Ciclos de Chile' }).waitFor();
      await page.getByRole('link', { name: /Competencias digitales docentes/ }).click();
      await page.waitForURL(`${server.url}/cl/2023/${first}?lang=es`);
    });

    it('says what is wrong with a code in the reader’s language, and lets them type another', async () => {
      await page.goto(`${server.url}/sign-in?lang=es#NONSENSE`);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('Este código no sirve');
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByLabel('Sign-in code').fill('ALSO-NONSENSE');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('This code does not work').waitFor();
      await page.getByLabel('Sign-in code').fill('EVALUATOR');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Evaluation of the cycle' }).waitFor();
    });

    it('asks for a code before it sends anything', async () => {
      await page.goto(`${server.url}/sign-in?lang=en`);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('The code is missing.').waitFor();
      expect(server.requests.some(({ path }) => path === '/v1/sessions')).toBe(false);
    });

    it('stands in place of a page that was asked for, which comes next', async () => {
      await view('/cl/2023/gaps?by=region&lang=es');
      await page.getByLabel('Código de ingreso').fill('COORDINATOR');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Brechas de competencia' }).waitFor();
      expect(page.url()).toContain('/cl/2023/gaps?by=region');
    });

    it('goes to no other site afterwards', async () => {
      await signIn('COORDINATOR', '//evil.example/');
      await page.waitForURL(`${server.url}/cl/2023/team?lang=es`);
    });

    it('ends with signing out: the pages are gone and the session too', async () => {
      await signIn();
      await page.getByRole('button', { name: 'Salir' }).click();
      await page.getByText('Su sesión terminó.').waitFor();
      expect(server.requests.some(({ method, path }) => method === 'DELETE' && path === '/v1/sessions/current')).toBe(true);
      await view('/cl/2023/overview?lang=es');
      await page.getByLabel('Código de ingreso').waitFor();
    });
  });

  it('lead from a country through its cycles to a cycle', async () => {
    await signIn('OPERATOR');
    await page.getByRole('link', { name: /Chile/ }).click();
    await page.getByRole('link', { name: /Competencias digitales docentes/ }).click();
    await page.getByRole('heading', { name: 'Estado de los datos', level: 1 }).waitFor();
    expect(await page.locator('.views a').allInnerTexts()).toEqual(['Estado de los datos']);
  });

  describe('a cycle', () => {
    beforeEach(() => signIn());

    it.each(VIEWS)(
      '%s: says that the data are simulated, has its notices, its charts each with a question and a table behind it',
      async (name) => {
        await view(`/cl/2023/${name}?lang=es`);
        await page.getByText('Este no es un producto oficial de la UNESCO').waitFor();
        expect(await page.locator('aside.simulated').innerText()).toContain('Datos simulados');
        expect(await page.title()).toContain('Datos simulados');
        await page.waitForSelector('.figure, table', { state: 'attached' });
        await until(page, "document.querySelector('main .loading') === null");
        for (const figure of await page.locator('.figure[data-figure]').all()) {
          expect(await figure.locator('h3').innerText()).toMatch(/^¿.+\?$/);
          await figure.locator('.chart[data-drawn=yes] svg').waitFor();
          await figure.getByRole('button', { name: 'Ver la tabla' }).click();
          expect(await figure.locator('caption').innerText()).not.toBe('');
          expect(await figure.locator('tbody th[scope=row]').count()).toBeGreaterThan(0);
          expect(await figure.locator('thead th[scope=col]').count()).toBeGreaterThan(1);
        }
        expect(await page.locator('.figure').count()).toBeGreaterThanOrEqual(name === 'schools' || name === 'years' ? 0 : 1);
        // No cell of any table is blank.
        expect((await page.locator('td').allTextContents()).filter((text) => text.trim() === '')).toEqual([]);
        expect(await overflow()).toBeLessThanOrEqual(0);
      },
    );

    it('marks what is withheld and explains it, and says why a number is not estimable; neither is a zero', async () => {
      await view('/cl/2023/learning?lang=es');
      await drawn();
      const figure = page.locator('[data-figure=ganancia-prueba-region]');
      await figure.getByRole('button', { name: 'Ver la tabla' }).click();
      const cellsOf = async (region: string) => figure.locator(`tr:has(th:text-is("${region}")) td`).allInnerTexts();
      expect((await cellsOf('Tarapacá')).slice(0, 3)).toEqual(['▨ Reservado', '▨ Reservado', '▨ Reservado']);
      expect((await cellsOf('Ñuble'))[0]).toBe('No estimable: nadie tiene un primer resultado.');
      await figure.getByText('podría reconocerse a alguien').waitFor();
      await figure.getByText('se podría calcular otro que está reservado').waitFor();
      expect(await figure.locator('svg').innerHTML()).toContain('▨ Reservado');
      // Why, and by which groups more can be read: what follows from it stays withheld.
      const help = figure.locator('.withheld-help');
      expect(await help.innerText()).toMatch(
        /^En \d+ de \d+ grupos el resultado está reservado: lo respaldan menos de 10 personas/,
      );
      await help
        .getByRole('link', { name: /\(\d+ de \d+\)/ })
        .first()
        .click();
      await page.waitForURL(/by=(?!region)/);
    });

    it('shows the gain with its measure, pairs, interval and attrition, and first of all in short', async () => {
      await view('/cl/2023/overview?lang=en');
      const short = page.locator('[data-headline=gain]');
      await short.getByText('+7.1 points').waitFor();
      await short.getByText('between +5.3 and +8.9 (95% interval), 312 teachers measured twice').waitFor();
      await short.getByRole('link').click();
      await page.waitForURL(/part=learning/);
      const says = page.locator('[data-figure=test-gain-sector] .says');
      expect(await says.innerText()).toBe(
        'Learning gain on the test: +7.1 points on average (95% interval: +5.3 to +8.9), with 312 teachers who took both tests. Of those with a first result (900), 65% were not measured again.',
      );
    });

    it('calls nobody lost who can still come: the funnel, the gain and the flow say so, and who is lost when the stage is over', async () => {
      server.answers.cycle = {
        ...server.answers.cycle,
        stillOpen: { 'self-assessment': 'nobody', learning: 'some', evaluation: 'everybody' },
      };
      await view('/cl/2023/overview?lang=es');
      const funnel = page.locator('[data-figure=recorrido]');
      await funnel.getByText('¿Hasta dónde han llegado los docentes?').first().waitFor();
      const says = await funnel.locator('.says').innerText();
      expect(says).toContain('Todavía por venir o en plazo: Rindieron la prueba final');
      expect(says).toContain('En plazo solo para regiones o establecimientos con más tiempo:');
      await funnel.getByRole('button', { name: 'Ver la tabla' }).click();
      const missing = (step: string) => funnel.locator(`tr:has(th:text-is("${step}")) td`).last().innerText();
      expect(await missing('Entregaron la autovaloración')).toBe('Perdidos: la etapa terminó');
      expect(await missing('Rindieron la prueba final')).toBe('Aún no: todavía pueden llegar');
      await view('/cl/2023/overview?lang=en&part=learning');
      await page.getByText('65% have not been measured again so far; some can still take the final test.').waitFor();
    });

    it('divides what is long into parts, each with an address, reached by keyboard', async () => {
      await signIn('EVALUATOR', '/cl/2023/evaluation?lang=es');
      const parts = page.getByRole('navigation', { name: 'Partes de esta página' });
      await page.getByRole('heading', { name: 'Recorrido de las personas' }).waitFor();
      await parts.getByRole('link', { name: 'Otras explicaciones' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/part=explanations/);
      await page.getByRole('heading', { name: 'Recorrido de las personas' }).waitFor({ state: 'detached' });
      await page.reload();
      await parts.locator('a[aria-current]').getByText('Otras explicaciones').waitFor();
      await page.goBack();
      await page.getByRole('heading', { name: 'Recorrido de las personas' }).waitFor();
    });

    it('marks whole numbers of people on an axis, each once, also where nobody has come that far', async () => {
      const [eligible, ...steps] = server.answers.funnel.all.steps;
      const none = steps.map(({ step }) => ({ step, n: 0, anyhow: 0, ofPrevious: null, ofFirst: null }));
      server.answers.funnel = {
        ...server.answers.funnel,
        all: { ...server.answers.funnel.all, steps: [...(eligible ? [eligible] : []), ...none] },
      };
      await view('/cl/2023/overview?lang=es');
      await page.locator('[data-figure=recorrido] .chart[data-drawn=yes] svg text').first().waitFor();
      const marks = await page.evaluate<string[]>(
        "(() => { const texts = [...document.querySelectorAll('[data-figure=recorrido] svg text')].map((one) => [Math.round(one.getBoundingClientRect().top), one.textContent]); const lowest = Math.max(...texts.map(([top]) => top)); return texts.filter(([top]) => lowest - top < 3).map(([, text]) => text); })()",
      );
      expect(marks).toEqual(['0', '1']);
    });

    it('keeps its state in the address', async () => {
      await view('/cl/2023/participation?lang=es');
      await page.getByLabel('Ver por').selectOption('gender');
      await page.getByText('¿Cuántas mujeres y cuántos hombres participan?').first().waitFor();
      expect(page.url()).toContain('by=gender');
      await page.reload();
      await page.getByText('¿Cuántas mujeres y cuántos hombres participan?').first().waitFor();
      expect(await page.getByLabel('Ver por').inputValue()).toBe('gender');
    });

    it('speaks Spanish and English, with each language’s numbers, and remembers which', async () => {
      await view('/cl/2023/overview?lang=es');
      await page.getByText('De una meta de 1.000 docentes').waitFor();
      await page.waitForSelector('html[lang=es-CL]');
      await page.getByRole('link', { name: 'English' }).click();
      await page.getByText('Of a target of 1,000 teachers').waitFor();
      await page.waitForSelector('html[lang=en-GB]');
      expect(page.url()).toContain('lang=en');
      expect(await page.locator('aside.simulated').innerText()).toContain('Simulated data');
      await view('/cl/2023/data');
      await page.getByRole('heading', { name: 'State of the data', level: 1 }).waitFor();
    });

    it('downloads a table whose every row says that it is simulated', async () => {
      await view('/cl/2023/overview?lang=es');
      await drawn();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('[data-figure=recorrido]').getByRole('button', { name: 'Descargar CSV' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('cordillera-cl-2023-datos-simulados-recorrido.csv');
      const [head, ...rows] = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
      expect(head).toContain('Origen de los datos');
      expect(rows).toHaveLength(12);
      expect(rows.every((row) => row.endsWith('Datos simulados'))).toBe(true);
    });

    it('pages through schools and can be shared in the middle', async () => {
      await view('/cl/2023/schools?lang=es');
      await page.getByText('Escuela Los Aromos 1', { exact: true }).waitFor();
      // All counts have room beside the name.
      const frame = "document.querySelector('.table-scroll')";
      expect(await page.evaluate(`${frame}.scrollWidth - ${frame}.clientWidth`)).toBe(0);
      await page.getByRole('button', { name: 'Página siguiente' }).click();
      await page.getByText('900021').waitFor();
      expect(page.url()).toContain('cursor=20');
      await page.getByRole('button', { name: 'Página anterior' }).click();
      await page.getByText('900001').waitFor();
      await view('/cl/2023/schools?lang=es&cursor=100');
      await page.getByText('900101').waitFor();
      await page.getByRole('button', { name: 'Primera página' }).click();
      await page.getByText('900001').waitFor();
    });

    it('prints with the banner on every sheet and without controls', async () => {
      await view('/cl/2023/overview?lang=es');
      await drawn();
      await page.emulateMedia({ media: 'print' });
      // The head of a table is repeated on every sheet and has room of its own there.
      const print = (of: string) => page.evaluate<string>(`getComputedStyle(document.querySelector('${of}')).display`);
      expect([await print('#app'), await print('aside.simulated')]).toEqual(['table', 'table-header-group']);
      expect(await page.locator('.figure-tools').first().isVisible()).toBe(false);
      // Drawings are set for the sheet, not for the window.
      const wide = () => page.evaluate<string>("document.querySelector('.chart svg').getAttribute('viewBox').split(' ')[2]");
      const frames = () => page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200)))');
      await frames();
      const onScreen = await wide();
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await wide()).toBe('700');
      // Also where the room changes meanwhile, as it does when the sheet takes the window's place.
      const { width, height } = page.viewportSize() ?? { width: 1280, height: 900 };
      await page.setViewportSize({ width: width - 300, height });
      await frames();
      expect(await wide()).toBe('700');
      await page.setViewportSize({ width, height });
      await frames();
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      expect(await wide()).toBe(onScreen);
    });
  });

  describe('live', () => {
    beforeEach(() => signIn());
    const reads = (document: string) => server.requests.filter(({ path }) => path.endsWith(`/${document}`));

    it('follows a change: reads what is shown once, at its position, and says when it was updated', async () => {
      await view('/cl/2023/overview?lang=es');
      await page.locator('[data-live=live]').waitFor();
      await page.getByText('864 de 1.000').first().waitFor();
      await until(page, "document.querySelector('main .loading') === null");
      server.answers.dashboard = { ...server.answers.dashboard, reached: { n: 901, of: 1000, share: 0.901 } };
      server.change('dashboard', 'cl.1.77');
      server.change('dashboard', 'cl.1.78');
      await page.getByText('901 de 1.000').first().waitFor();
      // The two hints came together: one reading, at the newer of them.
      expect(reads('dashboard').flatMap(({ query }) => query.get('after') ?? [])).toEqual(['cl.1.78']);
      expect(reads('funnel').at(-1)?.query.get('after')).toBe('cl.1.78');
      expect(reads('gap-heat-map')).toHaveLength(0);
      const status = page.locator('[role=status][aria-live=polite]');
      expect(await status.innerText()).toMatch(/En vivo · actualizado \d\d:\d\d:\d\d/);
    });

    it('says when the stream is broken, and reads again when it is back', async () => {
      await view('/cl/2023/overview?lang=es');
      await page.locator('[data-live=live]').waitFor();
      server.breakStreams(true);
      await page.locator('[data-live=polling]').waitFor();
      server.answers.dashboard = { ...server.answers.dashboard, reached: { n: 902, of: 1000, share: 0.902 } };
      server.breakStreams(false);
      await page.locator('[data-live=live]').waitFor();
      await page.getByText('902 de 1.000').first().waitFor();
    });

    it('says that a view is being rebuilt, and shows it as soon as it is there', async () => {
      server.unavailable.set('/funnel', 'view-rebuilding');
      await view('/cl/2023/overview?lang=es');
      await page.locator('[data-problem=view-rebuilding]').first().waitFor();
      await page.getByText('864 de 1.000').first().waitFor();
      server.unavailable.clear();
      await page.getByText('¿En qué paso se pierde a los docentes?').first().waitFor();
      await until(page, "document.querySelector('[data-problem]') === null");
    });
  });

  describe('by role', () => {
    it('a regional officer finds aggregates and no schools', async () => {
      await signIn('REGIONAL-OFFICER', '/cl/2023?lang=es');
      await page.getByRole('heading', { name: 'Panorama del ciclo' }).waitFor();
      expect(await page.locator('.views a').allInnerTexts()).toEqual([
        'Panorama',
        'Participación',
        'Aprendizaje',
        'Brechas',
        'Años',
        'Estado de los datos',
        'Publicaciones',
      ]);
      await until(page, "document.querySelector('main .loading') === null");
      expect(await page.locator('[data-problem]').count()).toBe(0);
    });

    it('a school leader finds the own school alone', async () => {
      await signIn('SCHOOL-LEADER', '/cl/2023?lang=es');
      await page.getByText('Cuántos docentes de su establecimiento dieron cada paso').waitFor();
      expect(await page.locator('.views a').allInnerTexts()).toEqual(['Establecimientos']);
      await page.locator('tbody tr').first().waitFor();
      expect(await page.locator('caption').count()).toBe(1);
      expect(await page.locator('tbody th').allInnerTexts()).toEqual([
        'Invitados',
        'Consintieron',
        'Comenzaron',
        'Entregaron',
        'Vieron su perfil',
        'Inscritos',
        'Completaron',
        'Prueba final',
      ]);
      // On a telephone every count is in sight.
      await page.setViewportSize({ width: 360, height: 740 });
      expect(
        await page.evaluate(
          "document.querySelector('.table-scroll').scrollWidth - document.querySelector('.table-scroll').clientWidth",
        ),
      ).toBeLessThanOrEqual(0);
    });

    it('a page that a role may not see says so instead of failing', async () => {
      await signIn('SCHOOL-LEADER', '/cl/2023/learning?lang=es');
      await page.locator('[data-problem=not-allowed]').waitFor();
      expect(await page.locator('[data-problem=not-allowed]').innerText()).toContain('Su rol no permite ver esta parte.');
    });

    it('a partner finds what was published, and is told that nothing was yet', async () => {
      await signIn('PARTNER');
      await page.getByRole('heading', { name: 'Publicaciones' }).waitFor();
      await page.getByText('Todavía no hay ninguna publicación.').waitFor();
      expect(await page.locator('[data-problem]').count()).toBe(0);
    });

    it('the country team publishes, is told what would reveal a few people, and a partner reads what was published', async () => {
      await signIn('COORDINATOR', '/cl/releases?lang=es');
      // Nothing goes out that was not looked at.
      expect(await page.getByLabel('Nombre de la publicación').count()).toBe(0);
      await page.getByRole('button', { name: 'Ver antes de publicar' }).click();
      await page.getByText('Saldrían 40 cifras. 5 quedarían reservadas').waitFor();
      await page.getByText('(4 porque son de pocas personas, 1 porque').waitFor();
      await page.getByRole('rowheader', { name: 'Aysén' }).waitFor();
      expect(server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/releases'))).toEqual([]);
      await page.getByLabel('Nombre de la publicación').fill('1');
      await page.getByRole('button', { name: 'Publicar', exact: true }).click();
      await page.getByRole('heading', { name: 'Ciclo 2023, publicación 1' }).waitFor();
      await page.getByRole('link', { name: 'Todas las publicaciones' }).click();
      await page.getByRole('button', { name: 'Ver antes de publicar' }).click();
      await page.getByText('11 cifras esperan a la próxima publicación (Región)').waitFor();
      await page.getByLabel('Nombre de la publicación').fill('2');
      await page.getByRole('button', { name: 'Publicar sin los grupos que revelarían algo' }).click();
      await page.getByText('Estos grupos esperan a la próxima publicación').waitFor();

      const context = await browser.newContext({ viewport: { width: 360, height: 800 }, serviceWorkers: 'block' });
      const partner = await context.newPage();
      partner.setDefaultTimeout(PATIENCE);
      await signIn('PARTNER', undefined, partner);
      await partner.getByRole('link', { name: /publicación 1/ }).click();
      const rows = partner.locator('table');
      await rows.getByText('a lo más 5%').waitFor();
      expect((await rows.locator('tr:has(th:text-is("Aysén")) td').allInnerTexts())[0]).toContain('Reservado');
      expect(await overflow(partner)).toBeLessThanOrEqual(0);
      expect(await partner.getByRole('button', { name: 'Publicar' }).count()).toBe(0);
      const [file] = await Promise.all([
        partner.waitForEvent('download'),
        partner.getByRole('button', { name: 'Descargar CSV' }).click(),
      ]);
      const whole = partner.getByRole('link', { name: /para programas/ });
      expect(await whole.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
        '/v1/cl/releases/2023/1/file?format=csv',
        '/v1/cl/releases/2023/1/file?format=json',
      ]);
      const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
      expect(lines.slice(1).every((line) => line.endsWith('Datos simulados'))).toBe(true);
      await context.close();
    });

    it('the country team downloads a follow-up list to its last row, however many pages the server has of it', async () => {
      await signIn('COORDINATOR');
      await page.goto(`${server.url}/cl/2023/team?lang=es&part=remind&group=not-submitted`);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('#follow-up-list ~ .figure-tools').getByRole('button', { name: 'Descargar CSV' }).click(),
      ]);
      const [, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
      expect(rows).toHaveLength(FOLLOWED_UP);
      const names = new Set(rows.map((row) => /Fuentes \d+/.exec(row)?.[0]));
      expect(names.size).toBe(FOLLOWED_UP);
      expect(rows.every((row) => row.includes('Datos simulados'))).toBe(true);
    });

    it('the country team makes a code with which somebody sees their own record, by keyboard alone', async () => {
      await signIn('COORDINATOR');
      await page.goto(`${server.url}/cl/2023/letters?lang=es`);
      const form = page.locator('[data-record-code]');
      await form.getByLabel('Código del establecimiento').focus();
      await page.keyboard.type('900001');
      await page.keyboard.press('Enter');
      await form.getByLabel('Docente').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Tab');
      await page.keyboard.type('Lo pidió por teléfono; identidad comprobada.');
      await page.keyboard.press('Enter');
      await page.locator('[data-record-code=made]').waitFor();
      const letter = await form.locator('.letter').innerText();
      expect(letter).toContain('cl.7KQ4-MX2P-9D3H');
      expect(letter).toContain('Datos simulados');
      expect(letter).toContain('27 de diciembre de 2023');
      expect(server.rights.reasons).toEqual(['Lo pidió por teléfono; identidad comprobada.']);
    });

    it('letters come six to a sheet of paper, below a school’s name of two lines', async () => {
      await signIn('COORDINATOR');
      let written = 6;
      await page.route('**/cycles/2023/letters', (route) =>
        route.fulfill({
          json: {
            school: {
              code: '900001',
              name: 'COLEGIO MIRADOR JOVIAL (SIMULADO)',
              municipality: 'COMUNA SIMULADA 15-2',
            },
            letters: Array.from({ length: written }, (_, at) => ({
              teacher: `t${at}`,
              identity: { givenName: 'Magdalena Fernanda', familyName: 'Barrera Salinas' },
              code: 'cl.7KQ4-MX2P-9D3H',
            })),
            expiresAt: '2024-12-08T12:00:00.000Z',
          },
        }),
      );
      const sheets = async (count: number): Promise<number> => {
        written = count;
        await page.goto(`${server.url}/cl/2023/letters?lang=es`);
        await page.getByLabel('Código del establecimiento').first().fill('900001');
        await page.getByRole('button', { name: 'Generar códigos nuevos' }).click();
        await page
          .locator('.letter')
          .nth(count - 1)
          .waitFor();
        const pdf = await page.pdf({ preferCSSPageSize: true });
        return (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
      };
      expect([await sheets(6), await sheets(7)]).toEqual([1, 2]);
    });

    it('the country team answers a correction once it has seen who asks', async () => {
      server.rights.handle('POST', 'me/corrections', { topic: 'assignment', text: 'Ya no trabajo allí.' }, 'teacher');
      await signIn();
      await page.getByRole('link', { name: 'Solicitudes', exact: true }).click();
      await page.getByText('Ya no trabajo allí.').waitFor();
      await page.getByRole('button', { name: 'Ver quién es (queda anotado)' }).click();
      await page.getByText('Rosa · Fuentes').waitFor();
      expect(await page.getByRole('button', { name: 'Corregido: responder' }).isDisabled()).toBe(true);
      await page.getByLabel('Su respuesta al docente').fill('Corregido en el registro.');
      await page.getByRole('button', { name: 'Corregido: responder' }).click();
      await page.getByText('No hay correcciones por responder.').waitFor();
      expect(server.rights.requests).toMatchObject([{ status: 'resolved', reply: 'Corregido en el registro.' }]);
      expect(await page.locator('[data-requests=erasure]').count()).toBe(0);
    });

    it('the data protection officer forgets in two steps, and gives a reason to see who is behind a code', async () => {
      server.rights.handle('POST', 'me/erasure', undefined, 'teacher');
      const confirmation = 'me/erasure/00000000-0000-4000-a000-000000000000/confirmation';
      server.rights.handle('POST', confirmation, undefined, 'teacher');
      await signIn('DATA-PROTECTION-OFFICER');
      await page.getByRole('heading', { name: 'Solicitudes sobre datos personales' }).waitFor();
      const forget = page.getByRole('button', { name: 'Olvidar para siempre' });
      await forget.waitFor();
      expect(await forget.isDisabled()).toBe(true);
      await page.getByLabel('Entiendo que no se puede deshacer.').check();
      await forget.click();
      await page.getByText('Nadie espera que se olviden sus datos.').waitFor();
      expect(server.rights.requests).toMatchObject([{ status: 'carried-out' }]);
      await page.getByLabel('Código', { exact: true }).fill('00000000-0000-8000-8000-0000000000a1');
      expect(await page.getByRole('button', { name: 'Ver quién es' }).isDisabled()).toBe(true);
      await page.getByLabel('Motivo', { exact: true }).fill('Solicitud 17 de la persona');
      await page.getByRole('button', { name: 'Ver quién es' }).click();
      await page.getByText('Rosa · Fuentes').waitFor();
    });
  });

  describe('for everybody', () => {
    it('are used by keyboard alone: the skip link first, every control in turn with a visible focus, Enter opens a table', async () => {
      await signIn();
      await view('/cl/2023/overview?lang=es');
      await drawn();
      await until(page, "document.querySelector('main .loading') === null && document.querySelectorAll('.figure').length >= 2");
      const wanted = await page.evaluate<number>(
        '[...document.querySelectorAll(\'a[href], button:not([disabled]), select, input, [tabindex="0"]\')].filter((one) => one.getClientRects().length > 0).length',
      );
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.className')).toBe('skip-link');
      let reached = 0;
      let unseen = 0;
      for (;;) {
        const here = await page.evaluate<{ body: boolean; seen: boolean }>(
          "({ body: document.activeElement === document.body, seen: getComputedStyle(document.activeElement).outlineStyle !== 'none' })",
        );
        if (here.body || reached > wanted + 5) break;
        reached += 1;
        if (!here.seen) unseen += 1;
        await page.keyboard.press('Tab');
      }
      expect({ reached, unseen }).toEqual({ reached: wanted, unseen: 0 });

      const toggle = page.locator('[data-figure=recorrido]').getByRole('button', { name: 'Ver la tabla' });
      await toggle.focus();
      await page.keyboard.press('Enter');
      await page.locator('[data-figure=recorrido] table').waitFor();
      expect(await page.locator('[data-figure=recorrido] .figure-tools [aria-expanded]').getAttribute('aria-expanded')).toBe(
        'true',
      );
      await page.keyboard.press('Enter');
      await page.locator('[data-figure=recorrido] table').waitFor({ state: 'detached' });
    });

    it('skip to the content, and move the focus to the heading of a new page', async () => {
      await signIn();
      let answer = (): void => undefined;
      const held = new Promise<void>((resolve) => (answer = resolve));
      await page.route(`${server.url}/v1/cl/cycles/2023`, async (route) => {
        await held;
        await route.continue();
      });
      await view('/cl/2023/overview?lang=es');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await until(page, "document.activeElement.tagName === 'H1'");
      // Who skipped to the content before it came is still there when it does.
      answer();
      await page.getByRole('heading', { name: 'Panorama del ciclo' }).waitFor();
      await drawn();
      expect(await page.evaluate('document.activeElement.textContent')).toBe('Panorama del ciclo');
      await page.getByRole('link', { name: 'Brechas' }).click();
      await page.getByRole('heading', { name: 'Brechas de competencia' }).waitFor();
      await until(page, "document.activeElement.tagName === 'H1'");
    });

    it('have landmarks, one main heading, and a name for every control', async () => {
      await signIn();
      for (const name of VIEWS) {
        await view(`/cl/2023/${name}?lang=es`);
        await page.waitForSelector('.figure, table', { state: 'attached' });
        expect(await page.locator('main').count()).toBe(1);
        expect(await page.locator('header').count()).toBe(1);
        expect(await page.locator('h1').count()).toBe(1);
        const nameless = await page.evaluate<string[]>(
          "[...document.querySelectorAll('select, input')].filter((one) => one.labels.length === 0).map((one) => one.outerHTML)" +
            ".concat([...document.querySelectorAll('button, a')].filter((one) => (one.getAttribute('aria-label') || one.textContent).trim() === '').map((one) => one.outerHTML))" +
            ".concat([...document.querySelectorAll('[role=region], [role=img]')].filter((one) => !one.getAttribute('aria-label') && !one.getAttribute('aria-labelledby')).map((one) => one.outerHTML.slice(0, 200)))",
        );
        expect(nameless).toEqual([]);
        const ids = await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map((one) => one.id)");
        expect(new Set(ids).size).toBe(ids.length);
      }
    });

    it('fold on a telephone what would push away the figures, and not on paper', async () => {
      const phone = await open({ viewport: { width: 360, height: 740 } });
      await signIn('REGIONAL-OFFICER', '/cl/2023/overview?lang=es', phone);
      await phone.locator('[data-headline=gain]').getByText('+7,1 puntos').waitFor();
      await drawn(phone);
      // The main figures and how sure they are stand on the first screen.
      const bottom = await phone.evaluate<number>(
        "document.querySelector('[data-headline=gain]').getBoundingClientRect().bottom",
      );
      expect(bottom).toBeLessThan(740);
      const gaps = phone.getByRole('link', { name: 'Brechas', exact: true });
      expect(await gaps.isVisible()).toBe(false);
      const note = phone.getByText('Cada barra cuenta a quienes dieron ese paso');
      expect(await note.isVisible()).toBe(false);
      await phone.emulateMedia({ media: 'print' });
      expect(await note.isVisible()).toBe(true);
      await phone.emulateMedia({ media: 'screen' });
      await phone.locator('[data-figure=recorrido]').getByRole('button', { name: 'Cómo leerlo y citarlo' }).click();
      await note.waitFor();
      await phone.getByRole('button', { name: 'Otras páginas' }).click();
      await gaps.click();
      await phone.getByRole('heading', { name: 'Brechas de competencia' }).waitFor();
      // On the next page it is folded again.
      await phone.getByRole('button', { name: 'Otras páginas', expanded: false }).waitFor();
      await phone.context().close();
    });

    it.each([360, 1280])('grow with the text on %i pixels: words in drawings too, and nothing is cut', async (width) => {
      const reader = await open({ viewport: { width, height: 800 } });
      await signIn('COORDINATOR', undefined, reader);
      const size = () =>
        reader.evaluate<number>(
          "(() => { const one = document.querySelector('.chart[data-drawn=yes] svg text'); return one.getBoundingClientRect().height; })()",
        );
      for (const name of ['gaps?by=region', 'overview', 'learning']) {
        await view(`/cl/2023/${name}${name.includes('?') ? '&' : '?'}lang=es`, reader);
        await drawn(reader);
        await until(reader, "document.querySelector('main .loading, .chart:not([data-drawn=yes])') === null");
        // No name is shortened.
        expect(
          await reader.evaluate(
            "[...document.querySelectorAll('.chart svg text')].filter((one) => /…|\\.\\.\\.$/.test(one.textContent)).length",
          ),
        ).toBe(0);
        const before = await size();
        await reader.evaluate("document.documentElement.style.fontSize = '200%'");
        await until(
          reader,
          `document.querySelector('.chart[data-drawn=yes] svg text').getBoundingClientRect().height > ${1.5 * before}`,
        );
        expect({ name, overflow: await overflow(reader) }).toEqual({ name, overflow: 0 });
        // What is drawn lies within its drawing, which scrolls where it has more than the room that is left.
        const outside = await reader.evaluate<number>(
          "[...document.querySelectorAll('.chart svg text')].filter((one) => { const [own, frame] = [one.getBoundingClientRect(), one.closest('.chart').getBoundingClientRect()]; return own.width > 0 && (own.left < frame.left - 3 || own.right > frame.right + 3 || own.top < frame.top - 3 || own.bottom > frame.bottom + 3); }).length",
        );
        expect({ name, outside }).toEqual({ name, outside: 0 });
      }
      await reader.context().close();
    });

    it.each([360, 1280])('fit %i pixels without the page scrolling sideways, tables opened', async (width) => {
      const narrow = await open({ viewport: { width, height: 800 } });
      for (const lang of ['es', 'en']) {
        await signIn('COORDINATOR', undefined, narrow);
        for (const name of VIEWS) {
          await view(`/cl/2023/${name}?lang=${lang}`, narrow);
          await narrow.waitForSelector('.figure, table', { state: 'attached' });
          await until(narrow, "document.querySelector('main .loading') === null");
          for (const toggle of await narrow.locator('.figure-tools [aria-controls]').all()) await toggle.click();
          expect({ name, lang, overflow: await overflow(narrow) }).toEqual({ name, lang, overflow: 0 });
        }
      }
      await narrow.context().close();
    });
  });
});
