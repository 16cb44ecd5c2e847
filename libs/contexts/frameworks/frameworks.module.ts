import { Module } from '@nestjs/common';
import { FrameworksController } from './frameworks.controller.js';
import { FrameworksHandler, FrameworkVersionHandler } from './queries/frameworks.js';
import { AdoptFrameworkHandler } from './use-cases/adopt-framework.js';

@Module({ controllers: [FrameworksController], providers: [AdoptFrameworkHandler, FrameworksHandler, FrameworkVersionHandler] })
export class FrameworksModule {}
