import { readFile } from 'node:fs/promises';
import { StartError } from '#libs/data-folder';
import { configReference, readConfig } from './config.js';

describe('configuration', () => {
  it('has safe defaults: this machine alone, short tokens', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      tokenSeconds: 900,
      logLevel: 'info',
      masterKey: undefined,
    });
  });

  it('says a line for each mistake, by the variable’s name', () => {
    let thrown: unknown;
    try {
      readConfig({ CORDILLERA_PORT: 'many', CORDILLERA_MASTER_KEY: 'abc', CORDILLERA_LOG_LEVEL: 'loud' });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(StartError);
    const lines = (thrown as Error).message.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.map((line) => line.split(':')[0]).sort()).toEqual([
      'CORDILLERA_LOG_LEVEL',
      'CORDILLERA_MASTER_KEY',
      'CORDILLERA_PORT',
    ]);
    expect((thrown as Error).message).not.toContain('abc');
  });

  it('is told in the README as it is', async () => {
    const readme = await readFile('README.md', 'utf8');
    for (const { name } of configReference()) expect(readme).toContain(`\`${name}\``);
  });
});
