import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The build, from which everything of the bench runs. */
export const BUILT = join(dirname(fileURLToPath(import.meta.url)), '..');
export const ROOT = join(BUILT, '..');
export const PACKS = join(ROOT, 'packs');
export const RESULTS = join(ROOT, 'bench', 'results');
