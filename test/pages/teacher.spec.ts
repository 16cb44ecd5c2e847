import { readFile } from 'node:fs/promises';
import { jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { noBrowser, PATIENCE, SuiteBrowser, until } from '../support/browser.js';
import { startFixtureServer, type FixtureServer } from '../support/fixture-server.js';

const withBrowser = noBrowser === undefined ? describe : describe.skip;
if (noBrowser !== undefined) console.warn(`The teacher’s pages are not driven: ${noBrowser}.`);

jest.setTimeout(5 * PATIENCE);

withBrowser('a teacher’s pages on a telephone', () => {
  let server: FixtureServer;
  const browser = new SuiteBrowser();
  let page: Page;
  let complaints: string[];

  afterAll(() => browser.close());
  beforeEach(async () => {
    complaints = [];
    server = await startFixtureServer(process.cwd());
    const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'es-CL', serviceWorkers: 'block' });
    page = await context.newPage();
    browser.begin();
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
    });
    await page.goto(`${server.url}/sign-in?lang=es#TEACHER`);
    await page.locator('.tasks').waitFor();
  });
  afterEach(async () => {
    // The page first: what it misses of a server that is gone would be a complaint.
    await browser.leave(page).finally(() => server.close());
    expect(complaints).toEqual([]);
  });

  const narrow = async () =>
    expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
  const part = (name: string) => page.locator(`[data-part=${name}]`);
  const consent = async () => {
    await part('consent').getByRole('link').click();
    await page.locator('[name=take-part]').check();
    await page.getByRole('button', { name: 'Doy mi consentimiento' }).click();
    await part('rating').and(page.locator('[data-status=open]')).waitFor();
  };
  const begin = async () => {
    await part('rating').getByRole('link').click();
    await page.getByRole('button', { name: 'Comenzar' }).click();
    await page.locator('fieldset').waitFor();
  };
  const answer = async (option: number) => {
    await page.locator('fieldset input').nth(option).check();
  };
  const next = () => page.getByRole('button', { name: 'Siguiente' }).click();

  it('lead from consent through self-rating and profile to a path and a course', async () => {
    expect(await page.locator('aside.simulated').innerText()).toContain('Datos simulados');
    await narrow();
    await part('consent').getByRole('link').click();
    // Nothing is ticked beforehand, and without taking part there is nothing to agree to.
    expect(await page.locator('input:checked').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Doy mi consentimiento' }).isDisabled()).toBe(true);
    await page.locator('[name=research]').check();
    expect(await page.getByRole('button', { name: 'Doy mi consentimiento' }).isDisabled()).toBe(true);
    await page.locator('[name=take-part]').check();
    await page.getByRole('button', { name: 'Doy mi consentimiento' }).click();
    await part('rating').and(page.locator('[data-status=open]')).waitFor();
    expect(server.teacher.consent).toEqual({ version: '1', language: 'es', purposes: ['research', 'take-part'] });

    await begin();
    for (let item = 0; item < 22; item += 1) {
      await page.getByText(`Pregunta ${item + 1} de 22`).waitFor();
      await answer(item % 5);
      await next();
    }
    await page.getByText('Respondió todas las preguntas.').waitFor();
    await narrow();
    await page.getByRole('button', { name: 'Entregar' }).click();
    await page.getByText('Ya entregó este cuestionario.').waitFor();
    expect(await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('cordillera.answers'))")).toEqual([]);

    await page.getByRole('link', { name: 'Mi perfil' }).click();
    await page.getByText('Faltan 3 niveles.').first().waitFor();
    await page.getByText('Alcanza lo esperado.').first().waitFor();
    await page.getByText('Su nivel: A1 (Inicial). Esperado: B2 (Experto).').first().waitFor();
    await narrow();
    expect(server.teacher.acknowledgedAt).toBeNull();
    await page.getByRole('button', { name: 'Vi mi perfil' }).click();

    await page.getByText('Es su mayor brecha: en 2.1').waitFor();
    await page.getByText('Todavía no hay cursos para estas brechas: 5.3').waitFor();
    await page.getByRole('button', { name: 'Acepto mi ruta' }).click();
    const course = page.locator('[data-offering=cl-01-2023]');
    await course.getByRole('button', { name: 'Inscribirme' }).click();
    await course.getByRole('button', { name: 'Comenzar el curso' }).click();
    await course.getByLabel('Mi avance').selectOption('30');
    await course.getByRole('button', { name: 'Guardar avance' }).click();
    await course.getByText('30%').first().waitFor();
    await narrow();
    expect(server.teacher.enrolments).toMatchObject([{ offering: 'cl-01-2023', status: 'started', percent: 30 }]);

    // A path is asked for once: looking at it again changes nothing.
    await page.goto(`${server.url}/cl/2023/me/path?lang=es`);
    await page.getByText('Aceptó su ruta.').waitFor();
    expect(server.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/me/path'))).toHaveLength(1);

    await page.getByRole('link', { name: 'Volver a mi formación' }).click();
    await part('results').getByRole('link').click();
    await page.getByText('2,14').waitFor();
    await page.getByText('Se necesitan ambas').first().waitFor();
    await narrow();
  });

  it('say on the record whether the teacher is certified, and what is missing or was', async () => {
    const shown = page.locator('[data-certified]');
    const read = async (change: Partial<FixtureServer['teacher']['certification']>) => {
      server.teacher.certification = { ...server.teacher.certification, ...change };
      await page.goto(`${server.url}/cl/2023/me/record?lang=es`);
      return (await shown.innerText()).replace(/\s+/g, ' ');
    };
    const told = await read({});
    expect(told).toContain('Todavía no tiene la certificación del ciclo 2023');
    expect(told).toContain('Cursos completados: 9 horas. Prueba final no entregada.');
    expect(told).toContain('Falta: completar 1 hora más de cursos y entregar la prueba final.');
    expect(told).toContain('(versión certification-1): Diez horas y la prueba final.');
    expect(await read({ status: 'closed' })).toContain('Faltó: completar 1 hora más de cursos y entregar la prueba final.');
    const missing = { hours: 0, finalTest: false };
    const done = await read({ certified: true, hoursCompleted: 16, finalTest: true, missing });
    expect(done).toContain('Tiene la certificación del ciclo 2023');
    expect(done).not.toContain('Falt');
    expect(await read({ rule: null, certified: false, missing })).toBe('El ciclo 2023 no certifica a nadie.');
    await narrow();
  });

  it('say why a path changed, and let a seat or a place on the list be given up after asking once more', async () => {
    await consent();
    server.teacher.acknowledgedAt = '2023-05-20T14:00:00.000Z';
    server.teacher.handle('POST', 'me/path', {});
    Object.assign(server.teacher.path ?? {}, {
      status: 'accepted',
      regenerated: { at: '2023-09-04T14:00:00.000Z', reason: 'course-completed' },
    });
    await page.goto(`${server.url}/cl/2023/me/courses?lang=es`);
    await page.getByText('Su ruta se renovó el 4 de septiembre de 2023 porque completó un curso').waitFor();
    const course = page.locator('[data-offering=cl-01-2023]');
    await course.getByRole('button', { name: 'Inscribirme' }).click();
    await course.getByRole('button', { name: 'Anular mi inscripción' }).click();
    await course.getByText('El cupo pasa a quien sigue').waitFor();
    await narrow();
    await course.getByRole('button', { name: 'Conservar mi cupo' }).click();
    expect(server.teacher.enrolments).toMatchObject([{ status: 'enrolled' }]);
    await course.getByRole('button', { name: 'Anular mi inscripción' }).click();
    await course.getByLabel('Motivo').selectOption('no-time');
    await course.getByRole('button', { name: 'Anular la inscripción' }).click();
    await course.getByText('Inscripción anulada.').waitFor();
    expect(server.requests.find(({ path }) => path.endsWith('/cancellation'))?.body).toEqual({ reason: 'no-time' });

    // A seat can be asked for again; there is none left this time.
    await course.getByRole('button', { name: 'Inscribirme' }).click();
    await course.getByText('Inscrito.').waitFor();
    Object.assign(server.teacher.enrolments.at(-1) ?? {}, { status: 'waiting', place: 3 });
    await page.reload();
    await course.getByText('En lista de espera. Lugar 3').waitFor();
    await course.getByRole('button', { name: 'Salir de la lista' }).click();
    await course.getByRole('button', { name: 'Salir de la lista' }).click();
    await course.getByText('Inscripción anulada.').waitFor();
  });

  it('save each answer as it is given and go on after a reload where it stopped', async () => {
    await consent();
    await begin();
    await answer(2);
    await page.locator('[data-save=saved]').getByText('Guardado a las').waitFor();
    expect(server.teacher.attempts[0]?.answers).toEqual({ '1.1': 2 });
    await next();
    await answer(3);
    await until(page, "document.querySelector('[data-save=saved]') !== null");
    await page.goto(`${server.url}/cl/2023/me/rating?lang=es`);
    await page.getByText('Pregunta 3 de 22').waitFor();
    await page.getByRole('button', { name: 'Anterior' }).click();
    expect(await page.locator('fieldset input').nth(3).isChecked()).toBe(true);
  });

  it('lose nothing on a lost line: answers wait in the browser, through a reload, and go when it is back', async () => {
    await consent();
    await begin();
    const blocked = '**/answers';
    await page.route(blocked, (route) => route.abort('internetdisconnected'));
    await answer(1);
    await next();
    await answer(4);
    await page.locator('[data-save=waiting]').waitFor();
    expect(await page.locator('[data-save=waiting]').innerText()).toContain('2 respuestas quedan en este dispositivo');
    expect(server.teacher.attempts[0]?.answers).toEqual({});

    await page.reload();
    await page.getByText('Respondidas: 2 de 22').waitFor();
    await page.unroute(blocked);
    await page.evaluate("dispatchEvent(new Event('online'))");
    await page.locator('[data-save=saved]').waitFor();
    expect(server.teacher.attempts[0]?.answers).toEqual({ '1.1': 1, '1.2': 4 });
    expect(await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('cordillera.answers'))")).toEqual([]);
  });

  it('repeat a lost write under the same key, so that it counts once', async () => {
    await consent();
    await begin();
    let first = true;
    await page.route('**/answers', async (route) => {
      // The server takes it, the answer is lost on the way back.
      if (first) {
        first = false;
        await route.fetch();
        await route.abort('connectionreset');
      } else await route.continue();
    });
    await answer(1);
    await page.locator('[data-save=saved]').getByText('Guardado a las').waitFor();
    const writes = server.requests.filter(({ path }) => path.endsWith('/answers'));
    expect(writes).toHaveLength(2);
    expect(writes[0]?.key).toBe(writes[1]?.key);
    expect(writes[0]?.body).toEqual(writes[1]?.body);
  });

  it('go on with what was begun on another device', async () => {
    await consent();
    await part('rating').getByRole('link').click();
    await page.getByRole('button', { name: 'Comenzar' }).waitFor();
    server.teacher.handle('POST', 'me/attempts', { measure: 'self-rating', occasion: 'baseline' });
    await page.getByRole('button', { name: 'Comenzar' }).click();
    await page.getByText('Pregunta 1 de 22').waitFor();
    expect(server.teacher.attempts).toHaveLength(1);
  });

  it('say which questions are missing, and lead to them', async () => {
    await consent();
    await begin();
    await answer(0);
    await page.goto(`${server.url}/cl/2023/me/rating?item=end&lang=es`);
    await page.getByText('Faltan 21 preguntas por responder:').waitFor();
    await page.getByRole('button', { name: 'Entregar' }).click();
    await page.getByRole('alert').getByText('Faltan ítems por responder.').waitFor();
    await page.getByRole('button', { name: 'Pregunta 7', exact: true }).click();
    await page.getByText('Pregunta 7 de 22').waitFor();
  });

  it('let consent be withdrawn, purpose by purpose', async () => {
    await consent();
    await part('consent').getByRole('link').click();
    await page.getByRole('button', { name: 'Dejar de participar' }).click();
    await page.getByRole('button', { name: 'Dejar de participar' }).waitFor({ state: 'detached' });
    expect(server.teacher.consent?.purposes).toEqual([]);
    await page.getByRole('link', { name: 'Volver a mi formación' }).click();
    await part('rating').and(page.locator('[data-status=closed]')).waitFor();
  });

  it('are answered by keyboard alone, in English too', async () => {
    await consent();
    await begin();
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('Question 1 of 22').waitFor();
    await page.locator('fieldset input').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.locator('[data-save=saved]').getByText('Saved at').waitFor();
    await page.keyboard.press('Tab');
    // "Previous" is disabled on the first question.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Next');
    await page.keyboard.press('Enter');
    await page.getByText('Question 2 of 22').waitFor();
    await until(page, "document.activeElement.id === 'question'");
    expect(server.teacher.attempts[0]?.answers).toEqual({ '1.1': 1 });
  });

  it('show everything that is stored, let it be kept, corrected, and forgotten in two steps', async () => {
    await page.getByRole('link', { name: 'Mis datos' }).click();
    await page.getByText('Rosa Fuentes').waitFor();
    await page.getByText('2023-1 (es-CL)').waitFor();
    await page.getByText('La lista de docentes').waitFor();
    await narrow();
    await page.getByText('Autovaloración · 2023').click();
    await page.getByText('mean-level@1').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Descargar mis datos (JSON)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('cordillera-cl-datos-simulados-mis-datos.json');
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({
      notice: 'Datos simulados',
      simulated: true,
      documents: { teachers: [{ identity: { givenName: 'Rosa' } }] },
    });

    await page.getByLabel('Sobre qué').selectOption('assignment');
    await page.getByLabel('Qué está mal y cómo debería ser').fill('Ya no trabajo en la escuela 900001.');
    // The session runs out in the middle of it: after signing in again the words are still there.
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Enviar la solicitud' }).click();
    await page.getByText('Su sesión venció.').waitFor();
    await page.getByLabel('Código de ingreso').fill('TEACHER');
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Qué está mal y cómo debería ser').inputValue()).toBe('Ya no trabajo en la escuela 900001.');
    expect(await page.getByLabel('Sobre qué').inputValue()).toBe('assignment');
    await page.getByRole('button', { name: 'Enviar la solicitud' }).click();
    await page.locator('[data-request=correction][data-status=open]').waitFor();
    await until(page, "document.activeElement.id === 'my-requests'");

    await page.getByRole('button', { name: 'Pedir que se olviden mis datos' }).click();
    await page.getByText('Todavía no ha pasado nada: falta que confirme.').waitFor();
    expect(await page.getByRole('button', { name: 'Confirmar' }).isDisabled()).toBe(true);
    await page.getByLabel('Entiendo que no se puede deshacer.').check();
    await page.getByRole('button', { name: 'Confirmar' }).click();
    await page.locator('[data-erasure=confirmed]').waitFor();
    await page.getByRole('button', { name: 'Retirar la solicitud' }).click();
    await page.locator('[data-erasure=none]').waitFor();
    expect(server.rights.requests.map(({ kind, status }) => [kind, status])).toEqual([
      ['erasure', 'withdrawn'],
      ['correction', 'open'],
    ]);
    await narrow();
  });

  it('leave nothing on the device after signing out', async () => {
    await consent();
    await begin();
    await page.route('**/answers', (route) => route.abort('internetdisconnected'));
    await answer(1);
    await page.locator('[data-save=waiting]').waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Salir' }).click();
    await page.getByText('Su sesión terminó.').waitFor();
    await until(page, "Object.keys(localStorage).every((key) => !key.startsWith('cordillera.answers'))");
  });

  describe('without any line', () => {
    it('open again in the middle of a questionnaire, keep what is answered, and send it when the line is back', async () => {
      const context = await browser.newContext({ viewport: { width: 360, height: 800 }, locale: 'es-CL' });
      const phone = await context.newPage();
      phone.setDefaultTimeout(PATIENCE);
      server.teacher.handle('POST', 'me/consent', { version: '1', purposes: ['take-part'] });
      server.teacher.handle('POST', 'me/attempts', { measure: 'self-rating', occasion: 'baseline' });
      await phone.goto(`${server.url}/sign-in?lang=es&to=${encodeURIComponent('/cl/2023/me/rating?lang=es')}#TEACHER`);
      await phone.getByText('Pregunta 1 de 22').waitFor();
      await phone.locator('html[data-offline=ready]').waitFor();
      await phone.locator('fieldset input').nth(2).check();
      await phone.locator('[data-save=saved]').getByText('Guardado a las').waitFor();
      await until(
        phone,
        "caches.open('cordillera-own').then((own) => own.keys()).then((keys) => keys.some(({ url }) => url.includes('/me/attempts/')))",
      );

      server.cut(true);
      await phone.reload();
      await phone.getByText('Respondidas: 1 de 22').waitFor();
      expect(await phone.locator('fieldset input').nth(2).isChecked()).toBe(true);
      await phone.getByRole('button', { name: 'Siguiente' }).click();
      await phone.getByText('Pregunta 2 de 22').waitFor();
      await phone.locator('fieldset input').nth(4).check();
      await phone.locator('[data-save=waiting]').waitFor();
      await phone.reload();
      await phone.getByText('Respondidas: 2 de 22').waitFor();

      server.cut(false);
      await phone.evaluate("dispatchEvent(new Event('online'))");
      await phone.locator('[data-save=saved]').waitFor();
      expect(server.teacher.attempts[0]?.answers).toEqual({ '1.1': 2, '1.2': 4 });
      // What went is still shown: the page's copy of the attempt is older.
      expect(await phone.locator('fieldset input').nth(4).isChecked()).toBe(true);
      await phone.getByText('Respondidas: 2 de 22').waitFor();
      await phone.getByRole('button', { name: 'Salir' }).click();
      await phone.getByText('Su sesión terminó.').waitFor();
      await until(phone, 'caches.keys().then((names) => names.length === 0)');
      await context.close();
    });
  });
});
