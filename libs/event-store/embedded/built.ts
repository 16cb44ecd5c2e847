import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The built JavaScript file that stands beside a module. Threads and child processes cannot load the sources, so that a module which
 * runs from them (tests) is pointed into `dist`.
 *
 * @param module its `import.meta.url`
 */
export const builtPath = (module: string, file: string): string => {
  const here = fileURLToPath(module);
  const path = join(dirname(here), file);
  if (!here.endsWith('.ts')) return path;
  const libs = path.lastIndexOf(`${sep}libs${sep}event-store${sep}`);
  return join(path.slice(0, libs), 'dist', path.slice(libs));
};
