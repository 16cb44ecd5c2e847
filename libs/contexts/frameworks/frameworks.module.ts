import { Module } from '@nestjs/common';
import { FrameworksController } from './frameworks.controller.js';
import { FrameworkCrosswalksHandler } from './queries/crosswalks.js';
import { FrameworksHandler, FrameworkVersionHandler } from './queries/frameworks.js';
import { AdoptCrosswalkHandler } from './use-cases/adopt-crosswalk.js';
import { AdoptFrameworkHandler } from './use-cases/adopt-framework.js';

@Module({
  controllers: [FrameworksController],
  providers: [
    AdoptFrameworkHandler,
    AdoptCrosswalkHandler,
    FrameworkCrosswalksHandler,
    FrameworksHandler,
    FrameworkVersionHandler,
  ],
})
export class FrameworksModule {}
