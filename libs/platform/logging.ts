import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';

/** Structured logs on standard error, one JSON object a line. Bodies, queries and headers that carry secrets never enter. */
export const createLogger = (level: string): Logger =>
  pino(
    {
      level,
      base: { service: 'cordillera' },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: ['req.headers', 'authorization', 'cookie', '*.authorization', '*.cookie', '*.code', '*.token'],
        remove: true,
      },
    },
    pino.destination({ dest: 2, sync: false }),
  );

/** Nest's own lines in the same stream. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}
  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ context, stack }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ context }, String(message));
  }
  debug(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }
  verbose(message: unknown, context?: string): void {
    this.logger.trace({ context }, String(message));
  }
}
