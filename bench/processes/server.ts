import { Controller, HttpCode, Module, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { CommandContext } from '#libs/commanding';
import { Allow, Command, CycleParam, teacherOf } from '#libs/http';
import { startServer } from '../../apps/api/src/server.js';

/** The submission's route without its handler: the same guards, pipes, decorators and interceptors, and nothing to do. */
@Controller('v1/:tenant/cycles/:cycle/nothing')
class EmptyController {
  @Post('attempts/:attempt/submission')
  @HttpCode(200)
  @Allow('teacher')
  submit(@Command() context: CommandContext, @CycleParam() _cycle: string, @Param('attempt', ParseUUIDPipe) attempt: string) {
    return { attempt, late: teacherOf(context) === '' };
  }
}

@Module({ controllers: [EmptyController] })
class EmptyModule {}

/** The product's server on a data folder, with one more route. Says its address to whoever started it; ends when told. */
const [dataDirectory = ''] = process.argv.slice(2);
const server = await startServer({
  dataDirectory,
  port: 0,
  logLevel: 'warn',
  tokenSeconds: 3600,
  announce: false,
  modules: [EmptyModule],
});
process.send?.({ url: server.url });
const end = (): void => void server.close().then(() => process.exit(0));
process.on('message', (message) => {
  if (message === 'end') end();
  if (message === 'memory') process.send?.({ rss: process.memoryUsage.rss() });
});
process.on('disconnect', end);
