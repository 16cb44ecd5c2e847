import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REASONS } from '../sections/figures.js';
import { VIEW_NAMES } from '../sections/view-names.js';

type Tree = { readonly [key: string]: string | Tree };
const here = fileURLToPath(new URL('.', import.meta.url));
const load = (language: string) => JSON.parse(readFileSync(join(here, `${language}.json`), 'utf8')) as Tree;
const flatten = (tree: Tree, prefix = ''): Map<string, string> =>
  new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );

const languages = ['es', 'en'] as const;
const texts = Object.fromEntries(languages.map((language) => [language, flatten(load(language))])) as Record<
  'es' | 'en',
  Map<string, string>
>;
const FORM = /_(zero|one|two|few|many|other)$/;
const baseKeys = (language: 'es' | 'en') => [...new Set([...texts[language].keys()].map((key) => key.replace(FORM, '')))].sort();
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sources(path) : /(?<!\.spec)\.tsx?$/.test(entry.name) ? [readFileSync(path, 'utf8')] : [];
  });

describe('the texts of the pages', () => {
  it('have the same keys in both languages', () => {
    expect(baseKeys('en')).toEqual(baseKeys('es'));
  });

  it.each(languages)('have every plural form of %s', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plurals = [...new Set([...texts[language].keys()].filter((key) => FORM.test(key)).map((key) => key.replace(FORM, '')))];
    expect(plurals.length).toBeGreaterThan(10);
    for (const key of plurals) {
      const there = [...texts[language].keys()]
        .filter((one) => one.replace(FORM, '') === key)
        .map((one) => FORM.exec(one)?.[1] ?? 'none');
      expect({ key, forms: there.sort() }).toEqual({ key, forms: [...forms].sort() });
    }
  });

  it('leave the same holes for values, and no text is empty', () => {
    const of = (language: 'es' | 'en', base: string) => texts[language].get(base) ?? texts[language].get(`${base}_other`) ?? '';
    for (const base of baseKeys('es')) {
      expect(of('es', base).trim()).not.toBe('');
      expect({ base, holes: holes(of('en', base)) }).toEqual({ base, holes: holes(of('es', base)) });
    }
  });

  it('have every key that the pages ask for by its whole name', () => {
    const asked = sources(join(here, '..')).flatMap((source) =>
      [...source.matchAll(/\b(?:t|count)\('([\w.-]+)'/g)].map(([, key]) => key ?? ''),
    );
    expect(asked.length).toBeGreaterThan(150);
    const known = new Set(baseKeys('es'));
    expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
  });

  it('have words for every reason for which a number cannot be given', () => {
    for (const reason of Object.keys(REASONS)) expect(texts.es.has(`notEstimable.${reason}`)).toBe(true);
  });

  it('have a name for every view that the server keeps', () => {
    const contexts = join(here, '../../../../libs/contexts');
    const names = readdirSync(contexts)
      .filter((context) => existsSync(join(contexts, context, 'projections')))
      .flatMap((context) =>
        sources(join(contexts, context, 'projections')).flatMap((source) =>
          [...source.matchAll(/^ {2}name: '([a-z-]+)'/gm)].map(([, name]) => name ?? ''),
        ),
      );
    expect(names.length).toBeGreaterThan(15);
    expect([...new Set(names)].filter((name) => !VIEW_NAMES.includes(name))).toEqual([]);
    for (const name of VIEW_NAMES) expect(texts.es.has(`viewName.${name}`)).toBe(true);
  });

  it('use the words of the people and not those of the machinery', () => {
    for (const [key, text] of [...texts.es, ...texts.en])
      expect({ key, text }).not.toEqual({
        key,
        text: expect.stringMatching(
          /\b(tenant|inquilino|stream|projection|proyección|fork|drift|autoevaluación|impacto|impact)\b/i,
        ) as string,
      });
  });
});
