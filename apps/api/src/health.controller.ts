import { Controller, Get, Header, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import type { Response } from 'express';
import { HealthCheck, HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '#libs/http';
import { INSTALLATION, type Installation } from '#libs/platform';

/** Views further behind than this are not ready to answer people. Seconds. */
const TOLERABLE_LAG = 30;

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(INSTALLATION) private readonly installation: Installation,
  ) {}

  @Get('health/live')
  @Public()
  @ApiOperation({ summary: 'The process answers.' })
  live() {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Public()
  @HealthCheck({ swaggerDocumentation: false })
  @ApiOperation({
    summary: 'Ready to serve: every country’s views are live and near the end of the log, and how far they are can be asked.',
  })
  async ready(@Res({ passthrough: true }) response: Response) {
    try {
      return await this.health.check([() => this.#views(), () => this.#projectors()]);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      // Not to be ready is an answer, and it names the views: no error that nobody foresaw.
      response.status(503);
      return error.getResponse();
    }
  }

  @Get('metrics')
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ summary: 'Metrics in the Prometheus text format.' })
  metrics(): Promise<string> {
    return this.installation.metrics.registry.metrics();
  }

  /** Whether it is known how far they are. What keeps it from being known is in the log: it may name machines, and everybody may read this. */
  #projectors(): HealthIndicatorResult {
    const { alive, restarts } = this.installation.host.health();
    const indicator = this.indicators.check('projectors');
    return alive ? indicator.up({ restarts }) : indicator.down({ restarts });
  }

  #views(): HealthIndicatorResult {
    const indicator = this.indicators.check('views');
    const figures = this.installation.projectionFigures();
    const lag = Math.max(0, ...figures.map((one) => one.lagSeconds));
    const unwell = figures.filter((one) => one.state !== 'live').map((one) => ({ view: one.projection, state: one.state }));
    const parked = figures.reduce((sum, one) => sum + one.parkedStreams, 0);
    const detail = { views: figures.length, lagSeconds: lag, parkedStreams: parked, unwell };
    return unwell.length > 0 || lag > TOLERABLE_LAG ? indicator.down(detail) : indicator.up(detail);
  }
}
