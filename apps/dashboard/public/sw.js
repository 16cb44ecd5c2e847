/* global self, caches, fetch, URL, Response */
// Keeps a teacher's pages usable while the line is down: the shell, and the last answers about their own cycle. Nothing is written here; what
// they answer waits in the page's own queue. Everything kept is removed at sign-out and when a session begins.
const SHELL = 'cordillera-shell';
const OWN = 'cordillera-own';

/** What a questionnaire needs to be opened again: who I am, the country, the cycle, its framework, and my own part of it. */
const KEPT = [
  /^\/v1\/me$/,
  /^\/v1\/[a-z0-9]+$/,
  /^\/v1\/[a-z0-9]+\/cycles(\/[^/]+)?$/,
  /^\/v1\/[a-z0-9]+\/frameworks\/[^/]+$/,
  /^\/v1\/[a-z0-9]+\/cycles\/[^/]+\/me\/(participation|attempts(\/[^/]+)?|path|enrolments)$/,
];

const scripts = (page) => [...page.matchAll(/\/assets\/[\w.-]+|\/icon\.svg/g)].map(([path]) => path);

/** Keeps the page and the scripts that it names; scripts of an earlier release go. */
const keepShell = async (response) => {
  const cache = await caches.open(SHELL);
  const named = scripts(await response.clone().text());
  await cache.put('/', response);
  const there = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
  await cache.addAll(named.filter((path) => !there.has(path)));
  for (const path of there) if (path !== '/' && !named.includes(path)) await cache.delete(path);
};

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(fetch('/', { cache: 'no-store' }).then(keepShell));
});
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

const page = async (event) => {
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keepShell(response.clone()));
    return response;
  } catch (error) {
    const kept = await caches.match('/', { cacheName: SHELL });
    if (kept) return kept;
    throw error;
  }
};

const asset = async ({ request }) => (await caches.match(request, { cacheName: SHELL })) ?? fetch(request);

const own = async (event, key) => {
  try {
    const response = await fetch(event.request);
    // The session is over: what was kept for it goes.
    if (response.status === 401) event.waitUntil(caches.delete(OWN));
    if (response.ok) {
      const copy = response.clone();
      event.waitUntil(caches.open(OWN).then((cache) => cache.put(key, copy)));
    }
    return response;
  } catch (error) {
    const kept = await caches.match(key, { cacheName: OWN });
    if (kept) return kept;
    throw error;
  }
};

const ATTEMPT = /^(\/v1\/[a-z0-9]+\/cycles\/[^/]+\/me\/attempts)\/([^/]+)\/(answers|submission)$/;

/** An answer that the server has taken belongs into the copy of the attempt; what was handed in is read anew. */
const write = async (event, list, attempt, what) => {
  const sent = event.request.clone();
  const response = await fetch(event.request);
  if (!response.ok) return response;
  const origin = self.location.origin;
  const update = async () => {
    const cache = await caches.open(OWN);
    const key = `${origin}${list}/${attempt}`;
    const kept = await cache.match(key);
    if (what === 'submission') {
      await cache.delete(key);
      await cache.delete(`${origin}${list}`);
    } else if (kept) {
      const copy = await kept.json();
      const { answers } = await sent.json();
      const body = JSON.stringify({ ...copy, answers: { ...copy.answers, ...answers } });
      await cache.put(key, new Response(body, { headers: { 'Content-Type': 'application/json' } }));
    }
  };
  event.waitUntil(update());
  return response;
};

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  const [, list, attempt, what] = ATTEMPT.exec(url.pathname) ?? [];
  if (what !== undefined && request.method !== 'GET') event.respondWith(write(event, list, attempt, what));
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg') event.respondWith(asset(event));
  else if (KEPT.some((pattern) => pattern.test(url.pathname))) {
    // The position that a read waits for is no part of what is read.
    url.searchParams.delete('after');
    event.respondWith(own(event, url.href));
  }
});
