import type { Logger } from 'pino';
import { WorkerProjectorHost, type ProjectorHost } from '#libs/projecting';

/** A module of this folder as the build has it: threads cannot load TypeScript. */
const built = (name: string): string => {
  const url = new URL(`./${name}.js`, import.meta.url).href;
  return url.includes('/dist/libs/platform/') ? url : url.replace('/libs/platform/', '/dist/libs/platform/');
};

/** The projectors of the embedded profile: one thread for all countries. */
export const startProjectorHost = async (options: {
  directory: string;
  cacheBytes: number;
  logger: Logger;
}): Promise<ProjectorHost> => {
  const host = new WorkerProjectorHost({
    composition: built('projector-engines'),
    readModels: built('read-models'),
    config: { directory: options.directory },
    limits: { cacheBytes: options.cacheBytes },
    onProblem: (message) => options.logger.error(message),
  });
  await host.start([]);
  return host;
};
