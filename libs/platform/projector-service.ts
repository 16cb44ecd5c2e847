import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import { StartError } from '#libs/data-folder';
import { InThreadProjectorHost, SharedWork } from '#libs/projecting';
import type { Config } from './config.js';
import { openClusterProjecting } from './engines.js';
import { eventDefinitions, projections } from './read-models.js';

export interface ProjectorService {
  /** The countries it projects now. */
  readonly countries: () => readonly string[];
  /** Saves what is folded and lets go of its countries, so that another projector takes them at once. */
  close(): Promise<void>;
}

/** A projector in a process of its own: shares the countries of a cluster with others. @throws StartError */
export const startProjectorService = async (config: Config, logger: Logger): Promise<ProjectorService> => {
  const { cluster, dataDirectory, cacheBytes } = config;
  if (!cluster)
    throw new StartError('CORDILLERA_PROFILE: a projector on its own belongs to a cluster; set CORDILLERA_PROFILE=cluster.');
  const engines = await openClusterProjecting(cluster, dataDirectory);
  const holder = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const host = new InThreadProjectorHost({ engines, projections, eventDefinitions, limits: { cacheBytes } });
  const work = new SharedWork({
    board: engines.board,
    host,
    holder,
    onProblem: (error, doing) => logger.warn({ err: error, doing }, 'something failed and is tried again'),
  });
  work.start();
  logger.info({ holder }, 'projecting');
  return {
    countries: () => work.held,
    close: async () => {
      await work.close();
      await host.close();
      await engines.close();
    },
  };
};
