/** What a questionnaire needs while the line is down; kept by the service worker `sw.js`. */
const OWN = 'cordillera-own';
const SHELL = 'cordillera-shell';

/** Only browsers that were reached over a safe line have one; elsewhere answers survive a lost line, but not a reload without any. */
const available = (): boolean => 'serviceWorker' in navigator && 'caches' in globalThis;

/** From now on these pages open without a line; what they show was read before, so it is read once more past the service worker. */
export const keepForLater = async (paths: readonly string[]): Promise<void> => {
  if (!available()) return;
  try {
    const { serviceWorker } = navigator;
    const controlled = new Promise<void>((resolve) => {
      if (serviceWorker.controller) resolve();
      else serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
    });
    await serviceWorker.register('/sw.js');
    await controlled;
    const kept = await caches.open(OWN);
    const missing = await Promise.all(paths.map(async (path) => ((await kept.match(path)) ? [] : [path])));
    await Promise.all(missing.flat().map((path) => fetch(path, { credentials: 'same-origin', cache: 'no-store' })));
    document.documentElement.dataset['offline'] = 'ready';
  } catch {
    // Switched off in this browser: the pages work as before, with a line.
  }
};

/** Somebody signs in: what was kept for whoever was here before goes. */
export const dropCopies = async (): Promise<void> => {
  if (!available()) return;
  try {
    await caches.delete(OWN);
  } catch {
    // Switched off in this browser: nothing was kept.
  }
};

/** Nothing of whoever was signed in stays on this device. */
export const forgetHere = async (): Promise<void> => {
  if (!available()) return;
  try {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    await caches.delete(OWN);
    await caches.delete(SHELL);
  } catch {
    // Switched off in this browser: nothing was kept.
  }
};
