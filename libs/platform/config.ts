import { resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from '#libs/data-folder';

/** Everything that can be set from outside. The environment is read here once and nowhere else. */
const environment = z.object({
  CORDILLERA_DATA: z.string().min(1).default('data').describe('Folder of the records. One server at a time.'),
  CORDILLERA_HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; this machine alone unless told.'),
  CORDILLERA_PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port to listen on; 0 takes a free one.'),
  CORDILLERA_PUBLIC_URL: z.url().optional().describe('Address people see, for links; http://HOST:PORT unless told.'),
  CORDILLERA_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  CORDILLERA_MASTER_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes)')
    .optional()
    .describe('Wraps the keys of persons; without it the file permissions alone protect them.'),
  CORDILLERA_TOKEN_MINUTES: z.coerce.number().int().min(1).max(60).default(15).describe('How long a bearer token is valid.'),
  CORDILLERA_PACKS: z.string().min(1).optional().describe('Folder of the country packs; the product’s own unless told.'),
  CORDILLERA_CACHE_MB: z.coerce
    .number()
    .int()
    .min(8)
    .max(65_536)
    .default(128)
    .describe('Memory of the projector’s document cache.'),
});

export interface Config {
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  readonly publicUrl: string | undefined;
  readonly logLevel: string;
  readonly masterKey: Buffer | undefined;
  readonly tokenSeconds: number;
  readonly packsDirectory: string | undefined;
  readonly cacheBytes: number;
}

/** @throws StartError with a line for each variable that is wrong */
export const readConfig = (variables: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    throw new StartError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const values = parsed.data;
  return {
    dataDirectory: resolve(values.CORDILLERA_DATA),
    host: values.CORDILLERA_HOST,
    port: values.CORDILLERA_PORT,
    publicUrl: values.CORDILLERA_PUBLIC_URL?.replace(/\/$/, ''),
    logLevel: values.CORDILLERA_LOG_LEVEL,
    masterKey: values.CORDILLERA_MASTER_KEY === undefined ? undefined : Buffer.from(values.CORDILLERA_MASTER_KEY, 'hex'),
    tokenSeconds: values.CORDILLERA_TOKEN_MINUTES * 60,
    packsDirectory: values.CORDILLERA_PACKS === undefined ? undefined : resolve(values.CORDILLERA_PACKS),
    cacheBytes: values.CORDILLERA_CACHE_MB * 1024 * 1024,
  };
};

/** The one place where the environment is read. @throws StartError */
export const configFromEnvironment = (): Config => readConfig(process.env);

/** Name, default and meaning of every variable, for the help and the README. */
export const configReference = (): readonly { name: string; fallback: string; meaning: string }[] =>
  Object.entries(environment.shape).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    return {
      name,
      fallback: fallback.success && fallback.data !== undefined ? String(fallback.data) : '',
      meaning: schema.description ?? '',
    };
  });
