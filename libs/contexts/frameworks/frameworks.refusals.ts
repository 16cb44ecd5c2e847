import type { RefusalCatalogue } from '#libs/kernel';

export const frameworksRefusals = {
  'framework-unknown': {
    status: 404,
    title: {
      en: 'The country has not adopted the framework {{framework}} (version {{version}}).',
      es: 'El país no ha adoptado el marco {{framework}} (versión {{version}}).',
    },
    action: { en: 'Adopt it first, or name an adopted version.', es: 'Adóptelo primero, o indique una versión adoptada.' },
  },
  'framework-malformed': {
    status: 422,
    title: { en: 'The framework’s file has mistakes.', es: 'El archivo del marco tiene errores.' },
    action: { en: 'Correct these: {{problems}}.', es: 'Corrija lo siguiente: {{problems}}.' },
  },
  'framework-version-adopted-already': {
    status: 409,
    title: {
      en: 'Version {{version}} of {{framework}} is adopted with another content; an adopted version never changes.',
      es: 'La versión {{version}} de {{framework}} ya está adoptada con otro contenido; una versión adoptada no cambia.',
    },
    action: { en: 'Raise the version in the file.', es: 'Aumente la versión en el archivo.' },
  },
  'framework-shape-fixed': {
    status: 409,
    title: {
      en: 'The framework {{framework}} has the shape {{shape}}, this file {{given}}.',
      es: 'El marco {{framework}} tiene la forma {{shape}}; este archivo, {{given}}.',
    },
    action: { en: 'Give the new framework an id of its own.', es: 'Dé al marco nuevo un identificador propio.' },
  },
  'crosswalk-malformed': {
    status: 422,
    title: { en: 'The crosswalk’s file has mistakes.', es: 'El archivo de correspondencias tiene errores.' },
    action: { en: 'Correct these: {{problems}}.', es: 'Corrija lo siguiente: {{problems}}.' },
  },
  'crosswalk-version-adopted-already': {
    status: 409,
    title: {
      en: 'Version {{version}} of {{crosswalk}} is adopted with another content; an adopted version never changes.',
      es: 'La versión {{version}} de {{crosswalk}} ya está adoptada con otro contenido; una versión adoptada no cambia.',
    },
    action: { en: 'Raise the version in the file.', es: 'Aumente la versión en el archivo.' },
  },
  'crosswalk-ends-fixed': {
    status: 409,
    title: {
      en: '{{crosswalk}} leads from {{from}} to {{to}}, and always will.',
      es: '{{crosswalk}} va de {{from}} a {{to}}, y así seguirá.',
    },
    action: { en: 'Give the new crosswalk an id of its own.', es: 'Dé a la correspondencia nueva un identificador propio.' },
  },
  'competency-not-in-framework': {
    status: 422,
    title: {
      en: 'The framework {{framework}} has no competency {{competency}}.',
      es: 'El marco {{framework}} no tiene la competencia {{competency}}.',
    },
    action: { en: 'Correct the code in the crosswalk.', es: 'Corrija el código en la correspondencia.' },
  },
} as const satisfies RefusalCatalogue;
