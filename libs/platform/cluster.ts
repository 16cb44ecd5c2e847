import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { AccessPlaces } from '#libs/access';
import type { DataFolder } from '#libs/data-folder';
import { StartError } from '#libs/data-folder';
import type { EventStore } from '#libs/event-store';
import type { PolicyLease } from '#libs/policies';
import { isMongoError } from '#libs/mongo';
import { decrypt, encrypt } from '#libs/privacy';
import { RemoteProjectorHost, type ProjectorBoard } from '#libs/projecting';
import type { ClusterConfig } from './config.js';
import { asSet } from './engines.js';
import { projections } from './read-models.js';

/** What a server of a cluster has in common with the others. */
export interface ServerOfCluster {
  readonly places: (pepper: Buffer) => AccessPlaces;
  readonly board: ProjectorBoard;
  readonly policyLease: PolicyLease;
  host(events: Pick<EventStore, 'head'>, onProblem: (message: string) => void): RemoteProjectorHost;
  /** For a start that fails later on; a server that runs closes what it made of these. */
  close(): Promise<void>;
}

/** Files of the data folder that must be the same on every server: signing keys, the pepper of codes, the secret of command digests. */
const SHARED = ['issuer.json', 'access.key', 'digest.key'] as const;

/**
 * Joins a cluster: takes over the secrets that its servers share, or brings them as the first, wrapped with the master key. For a start, before any
 * of them is read. @throws StartError
 */
export const joinCluster = async (cluster: ClusterConfig, folder: DataFolder, masterKey: Buffer): Promise<ServerOfCluster> => {
  const [{ openMongoAccess, sharedSecret }, { MongoBoard }] = await Promise.all([
    import('#libs/access/mongodb'),
    import('./mongo-board.js'),
  ]);
  const { mongo, places } = await asSet('CORDILLERA_MONGODB_URL', openMongoAccess(cluster.mongodbUrl));
  try {
    const { openIssuer } = await import('#libs/access');
    await openIssuer({ directory: folder.path });
    folder.secret('digest.key');
    const pepper = join(folder.path, 'keys', 'access.key');
    if (!existsSync(pepper)) folder.writePrivate(pepper, randomBytes(32).toString('base64url'));
    for (const name of SHARED) {
      const path = join(folder.path, 'keys', name);
      const own = readFileSync(path);
      const sealed = await sharedSecret(mongo, name, () => encrypt(masterKey, own, `shared ${name}`));
      let text: Buffer;
      try {
        text = decrypt(masterKey, sealed, `shared ${name}`);
      } catch (cause) {
        throw new StartError('CORDILLERA_MASTER_KEY: another one than this cluster was started with.', { cause });
      }
      if (!text.equals(own)) folder.writePrivate(path, text.toString('utf8'));
    }
    const board = await asSet('CORDILLERA_MONGODB_URL', MongoBoard.open(cluster.mongodbUrl));
    return {
      places,
      board,
      policyLease: board.policyLease(`${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`),
      host: (events, onProblem) => new RemoteProjectorHost({ board, events, projections, onProblem }),
      close: async () => {
        await board.close();
        await mongo.close();
      },
    };
  } catch (error) {
    await mongo.close();
    if (isMongoError(error)) {
      throw new StartError(`CORDILLERA_MONGODB_URL: the server cannot be reached: ${error.message}`, { cause: error });
    }
    throw error;
  }
};
