import { resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from '#libs/data-folder';
import { isTenant } from '#libs/kernel';

const EVENT_STORE = /^(embedded|esdb(\+discover)?:\/\/[^\s]+)$/;

/** Everything that can be set from outside. The environment is read here once and nowhere else. */
const environment = z.object({
  CORDILLERA_DATA: z.string().min(1).default('data').describe('Folder of the records. One server at a time.'),
  CORDILLERA_HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; this machine alone unless told.'),
  CORDILLERA_PORT: z.coerce.number().int().min(0).max(65_535).default(3000).describe('Port to listen on; 0 takes a free one.'),
  CORDILLERA_PUBLIC_URL: z.url().optional().describe('Address people see, for links; http://HOST:PORT unless told.'),
  CORDILLERA_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('What is logged: fatal, error, warn, info, debug, trace or silent.'),
  CORDILLERA_MASTER_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits (32 bytes)')
    .optional()
    .describe('64 hexadecimal digits that wrap the keys of persons; without it the file permissions alone protect them.'),
  CORDILLERA_TOKEN_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(15)
    .describe('How long a bearer token is valid, minutes.'),
  CORDILLERA_PACKS: z.string().min(1).optional().describe('Folder of the country packs; the product’s own unless told.'),
  CORDILLERA_CACHE_MB: z.coerce
    .number()
    .int()
    .min(8)
    .max(65_536)
    .default(128)
    .describe('Memory of the projector’s document cache, MiB.'),
  CORDILLERA_PROFILE: z
    .enum(['embedded', 'cluster'])
    .default('embedded')
    .describe('`embedded`: one server, files. `cluster`: several servers and projectors over MongoDB and EventStoreDB.'),
  CORDILLERA_MONGODB_URL: z
    .string()
    .regex(
      /^mongodb(\+srv)?:\/\/[^/?#]+(\/[A-Za-z0-9_-]{0,30})?(\?.*)?$/,
      'must be mongodb://HOST/NAME, the name of letters, digits, _ and -',
    )
    .optional()
    .describe('MongoDB of the cluster: read models, codes and sessions; the databases’ names begin with NAME.'),
  CORDILLERA_VAULT_URL: z
    .string()
    .regex(
      /^mongodb(\+srv)?:\/\/[^/?#]+(\/[A-Za-z0-9_-]{0,30})?(\?.*)?$/,
      'must be mongodb://HOST/NAME, the name of letters, digits, _ and -',
    )
    .optional()
    .describe('MongoDB of the vaults in the cluster, where they stand apart; the other one unless told.'),
  CORDILLERA_EVENTSTORE: z
    .string()
    .regex(EVENT_STORE, 'must be `embedded` or esdb://HOST:PORT?tls=…')
    .optional()
    .describe(
      'Event store of the cluster: `esdb://…`, or `embedded` for logs in the data folder (one server, beside its projectors).',
    ),
  CORDILLERA_EVENTSTORE_BY_COUNTRY: z
    .string()
    .optional()
    .describe('Countries whose record is kept elsewhere: `cl=esdb://… pe=embedded`, separated by spaces.'),
});

type Variables = z.infer<typeof environment>;

/** Where a record is kept: `embedded`, or the address of an EventStoreDB. */
export type EventStorePlace = string;

/** The engines of a cluster. */
export interface ClusterConfig {
  readonly mongodbUrl: string;
  readonly vaultUrl: string;
  readonly events: EventStorePlace;
  readonly eventsByCountry: ReadonlyMap<string, EventStorePlace>;
}

export interface Config {
  /** `undefined` in the embedded profile. */
  readonly cluster?: ClusterConfig | undefined;
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
  const cluster = clusterOf(values);
  return {
    cluster,
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

const CLUSTER_ONLY = [
  'CORDILLERA_MONGODB_URL',
  'CORDILLERA_VAULT_URL',
  'CORDILLERA_EVENTSTORE',
  'CORDILLERA_EVENTSTORE_BY_COUNTRY',
] as const satisfies readonly (keyof Variables)[];

/** @throws StartError with a line for each mistake */
const clusterOf = (values: Variables): ClusterConfig | undefined => {
  const mistakes: string[] = [];
  if (values.CORDILLERA_PROFILE === 'embedded') {
    for (const name of CLUSTER_ONLY)
      if (values[name] !== undefined)
        mistakes.push(`${name}: belongs to the cluster; set CORDILLERA_PROFILE=cluster, or leave it out`);
    if (mistakes.length > 0) throw new StartError(mistakes.join('\n'));
    return undefined;
  }
  const need = (name: 'CORDILLERA_MONGODB_URL' | 'CORDILLERA_EVENTSTORE' | 'CORDILLERA_MASTER_KEY', why: string): string => {
    const value = values[name];
    if (value === undefined) mistakes.push(`${name}: the cluster needs it: ${why}`);
    return value ?? '';
  };
  const mongodbUrl = need('CORDILLERA_MONGODB_URL', 'where the read models are');
  const events = need('CORDILLERA_EVENTSTORE', 'where the records are');
  need('CORDILLERA_MASTER_KEY', 'vaults and shared secrets are wrapped with it');
  const eventsByCountry = new Map<string, EventStorePlace>();
  for (const entry of (values.CORDILLERA_EVENTSTORE_BY_COUNTRY ?? '').split(/\s+/).filter((one) => one !== '')) {
    const [, tenant = '', place = ''] = /^([^=]*)=(.*)$/.exec(entry) ?? [];
    const which = `CORDILLERA_EVENTSTORE_BY_COUNTRY: ${tenant === '' ? 'an entry' : `the entry of "${tenant}"`}`;
    if (!isTenant(tenant)) mistakes.push(`${which} names no country; write cl=esdb://… or cl=embedded`);
    else if (!EVENT_STORE.test(place)) mistakes.push(`${which} must be \`embedded\` or esdb://HOST:PORT?tls=…`);
    else if (eventsByCountry.has(tenant)) mistakes.push(`${which} stands there twice`);
    else eventsByCountry.set(tenant, place);
  }
  if (mistakes.length > 0) throw new StartError(mistakes.join('\n'));
  return { mongodbUrl, vaultUrl: values.CORDILLERA_VAULT_URL ?? mongodbUrl, events, eventsByCountry };
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
