import type { RefusalCatalogue } from '#libs/kernel';

export const provisioningRefusals = {
  'pack-unknown': {
    status: 404,
    title: { en: 'There is no pack "{{pack}}".', es: 'No existe el paquete "{{pack}}".' },
    action: { en: 'There are: {{packs}}.', es: 'Existen: {{packs}}.' },
  },
  'pack-unusable': {
    status: 422,
    title: {
      en: 'The pack "{{pack}}" has problems; nothing was changed.',
      es: 'El paquete "{{pack}}" tiene problemas; nada cambió.',
    },
    action: { en: 'Mend them and repeat: {{problems}}', es: 'Corríjalos y repita: {{problems}}' },
  },
  'pack-without-cycle': {
    status: 404,
    title: { en: 'The pack "{{pack}}" designs no cycle {{cycle}}.', es: 'El paquete "{{pack}}" no diseña el ciclo {{cycle}}.' },
    action: { en: 'It designs: {{cycles}}.', es: 'Diseña: {{cycles}}.' },
  },
  'seed-for-simulated-only': {
    status: 422,
    title: { en: 'Only a simulated country takes a seed.', es: 'Solo un país simulado admite una semilla.' },
    action: {
      en: 'Leave the seed out: keys of real persons are random.',
      es: 'Omita la semilla: las claves de personas reales son aleatorias.',
    },
  },
} as const satisfies RefusalCatalogue;
