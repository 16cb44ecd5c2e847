import 'reflect-metadata';
import { existsSync } from 'node:fs';
import type { Server, ServerResponse } from 'node:http';
import { Server as TcpServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { pinoHttp } from 'pino-http';
import { StartError } from '#libs/data-folder';
import type { CallerRequest } from '#libs/http';
import { Refusal } from '#libs/kernel';
import { configFromEnvironment, createLogger, Installation, NestLogger, type Config } from '#libs/platform';
import { AppModule } from './app.module.js';
import { describeApi } from './openapi.js';

export interface ServerOptions extends Partial<Config> {
  /** Tells the command line on this machine where the server is; true unless told. */
  readonly announce?: boolean;
  /** Further modules beside the product's own: what the bench compares a route with. */
  readonly modules?: readonly Type[];
}

export interface RunningApi {
  readonly url: string;
  readonly app: NestExpressApplication;
  readonly installation: Installation;
  /** The operator's key, at the first start alone. */
  readonly firstRunKey: string | undefined;
  close(): Promise<void>;
}

/** The project's folder, from the sources as from the build. */
const root = (): string => {
  const here = dirname(fileURLToPath(import.meta.url));
  return here.includes('/dist/') ? here.slice(0, here.lastIndexOf('/dist/')) : join(here, '..', '..', '..');
};

const CONTENT_SECURITY = ["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"].join('; ');

const BODY_LIMIT = '1mb';
const JSON_TYPES = ['application/json', 'application/*+json'];
const REGISTER_TYPES = ['text/csv', 'application/octet-stream'];
/** Paths of the API: what is unknown under them is a problem, not a page. */
const API_PATH = /^\/(v1|health|metrics|problems|openapi\.json|\.well-known)(\/|$)/;

/** Opens the installation and listens. @throws StartError with the line that the person who starts it should read */
export const startServer = async (options: ServerOptions = {}): Promise<RunningApi> => {
  const { announce = true, modules = [], ...overrides } = options;
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const config: Config = { ...configFromEnvironment(), ...given };
  const logger = createLogger(config.logLevel);
  const installation = await Installation.open(config, logger);
  let app: NestExpressApplication | undefined;
  try {
    const firstRunKey = await installation.firstRunKey();
    app = await NestFactory.create<NestExpressApplication>(
      AppModule.of(installation, config.packsDirectory ?? join(root(), 'packs'), modules),
      { logger: new NestLogger(logger), bodyParser: false, abortOnError: false },
    );
    prepare(app, installation);
    await app.init();
    const commands = app.get(CommandBus);
    await installation.servePolicies((command) => commands.execute(command));
    const server = await listen(app, config);
    const lastAnswers = new LastAnswers(server);
    const { port } = server.address() as AddressInfo;
    const url = `http://${config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host}:${port}`;
    installation.publicUrl = config.publicUrl ?? url;
    if (announce) installation.folder.announce({ pid: process.pid, url });
    logger.info({ url, countries: [...installation.countries.keys()] }, 'listening');
    const running = app;
    let closing: Promise<void> | undefined;
    return {
      url,
      app: running,
      installation,
      firstRunKey,
      close: () => (closing ??= shutDown(running, installation, lastAnswers)),
    };
  } catch (error) {
    await app?.close();
    await installation.close();
    throw error;
  }
};

/**
 * How often the server looks for requests on kept connections before it hangs up, and how long it waits between, milliseconds. Closed at once, they would
 * reset whoever is just sending one, and nobody could tell whether it was carried out. Looks are counted, not time: a busy server looks late.
 */
const LAST_LOOKS = { times: 25, everyMs: 10 } as const;

/** Ends connections by word: from the moment it begins, every answer says that it is the last on its connection. */
class LastAnswers {
  readonly #open = new Set<ServerResponse>();
  #begun = false;
  #looks = 0;

  constructor(private readonly server: Server) {
    server.prependListener('request', (_request, response: ServerResponse) => {
      this.#looks = 0;
      if (this.#begun) response.setHeader('Connection', 'close');
      this.#open.add(response);
      response.once('close', () => this.#open.delete(response));
    });
  }

  /** Nobody new is let in; who is connected is answered once more. Resolves when all have hung up, or had time to ask. */
  async begin(): Promise<void> {
    this.#begun = true;
    for (const response of this.#open) if (!response.headersSent) response.setHeader('Connection', 'close');
    let connected = true;
    // The HTTP server's own way of closing would end kept connections in the same breath.
    TcpServer.prototype.close.call(this.server, () => (connected = false));
    for (this.#looks = 0; connected && this.#looks < LAST_LOOKS.times; this.#looks += 1) await sleep(LAST_LOOKS.everyMs);
  }
}

/** Requests under way are answered, hints end, then the engines are closed. */
const shutDown = async (app: NestExpressApplication, installation: Installation, lastAnswers: LastAnswers): Promise<void> => {
  const server = app.getHttpServer();
  await lastAnswers.begin();
  // A connection whose answer was under way already would be kept for the next request, and closing would wait for it.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  server.closeIdleConnections();
  await app.close().finally(() => clearInterval(idle));
  await installation.close();
};

/**
 * How long a connection without a request is kept. Longer than browsers and proxies keep theirs (60 seconds, as a rule), so that they hang up first: a
 * request that is sent while the server hangs up is lost, and nobody can tell whether it was carried out.
 */
const KEEP_ALIVE_MS = 75_000;

/** What can be wrong with an address to listen on, in words. */
const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'may not be used by this user',
  EADDRNOTAVAIL: 'is no address of this machine',
  ENOTFOUND: 'is no address of this machine',
};

const listen = async (app: NestExpressApplication, { host, port }: Config) => {
  try {
    const server = app.getHttpServer();
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    // Counted from the last answer where the connection was kept.
    server.headersTimeout = KEEP_ALIVE_MS + 5_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    return server;
  } catch (error) {
    const reason = LISTENING[String((error as NodeJS.ErrnoException).code)];
    if (reason === undefined) throw error;
    throw new StartError(
      `The address ${host}:${port} ${reason}. Choose another with CORDILLERA_PORT (the pilot: --port) or CORDILLERA_HOST.`,
      {
        cause: error,
      },
    );
  }
};

const prepare = (app: NestExpressApplication, installation: Installation): void => {
  const { logger, metrics } = installation;
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.use((request: CallerRequest, response: Response, next: NextFunction) => {
    const given = request.headers['x-correlation-id'];
    request.correlationId = typeof given === 'string' && /^[A-Za-z0-9._-]{1,80}$/.test(given) ? given : randomUUID();
    response.setHeader('X-Correlation-Id', request.correlationId);
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Referrer-Policy', 'same-origin');
    const end = metrics.requestSeconds.startTimer();
    response.on('finish', () => {
      // The pattern, never the path: paths carry pseudonyms.
      const pattern = (request.route as { path?: string } | undefined)?.path ?? 'other';
      end({ method: request.method, route: pattern, status: String(response.statusCode) });
      const problem: unknown = response.locals['problem'];
      if (typeof problem === 'string') metrics.refusals.inc({ problem });
    });
    next();
  });
  app.use(
    pinoHttp<Request, Response>({
      logger,
      genReqId: (request) => (request as CallerRequest).correlationId ?? randomUUID(),
      autoLogging: { ignore: (request) => request.url?.startsWith('/health') === true || request.url === '/metrics' },
      customLogLevel: (_request, response, error) => (error || response.statusCode >= 500 ? 'error' : 'debug'),
      serializers: {
        req: (request: { method: string; raw: { route?: { path?: string } } }) => ({ method: request.method }),
        res: (response: { statusCode: number }) => ({ statusCode: response.statusCode }),
      },
      customProps: (request, response) => ({
        route: (request.route as { path?: string } | undefined)?.path,
        correlationId: (request as CallerRequest).correlationId,
        ...(response.statusCode >= 500 ? { because: response.locals['because'] as unknown } : {}),
      }),
    }),
  );
  app.use(express.json({ limit: BODY_LIMIT, strict: false, type: JSON_TYPES }));
  app.use((request: Request, _response: Response, next: NextFunction) => {
    // Nothing else is read here; a register of schools is read by its own route.
    const type = (request.headers['content-type'] ?? 'none').split(';')[0]?.trim() ?? 'none';
    const has = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    if (!has || request.is(JSON_TYPES) !== false || REGISTER_TYPES.includes(type.toLowerCase())) return next();
    next(new Refusal('unsupported-media-type', { type: type.slice(0, 80), expected: 'application/json' }));
  });
  const openApi: { text?: string } = {};
  app.use('/openapi.json', (_request: Request, response: Response) => {
    openApi.text ??= JSON.stringify(describeApi(app));
    response.type('application/json').send(openApi.text);
  });
  servePages(app);
};

/** The web pages, where they were built: files by name, everything else the one page. */
const servePages = (app: NestExpressApplication): void => {
  const pages = join(root(), 'dist', 'dashboard');
  if (!existsSync(join(pages, 'index.html'))) return;
  app.use(
    express.static(pages, {
      index: false,
      setHeaders: (response, path) => {
        const hashed = path.includes(`${join('dashboard', 'assets')}`);
        response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' || API_PATH.test(request.path)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(pages, 'index.html'));
  });
};
