import { readFile } from 'node:fs/promises';
import { StartError } from '#libs/data-folder';
import { configReference, readConfig } from './config.js';
import { answerArguments } from './help.js';

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

  describe('of a command', () => {
    const asked = (...args: string[]) => answerArguments(args, 'npm start --', 'Starts the server.');

    it('is told by --help: every variable, what it means, and what holds unless it is set', () => {
      expect(asked()).toBeUndefined();
      for (const flag of ['--help', '-h']) {
        const { exitCode, stdout, stderr } = asked(flag) ?? { exitCode: 1, stdout: '', stderr: '' };
        expect([exitCode, stderr]).toEqual([0, '']);
        const said = stdout.replace(/\s+/g, ' ');
        for (const { name, fallback, meaning } of configReference()) {
          expect(meaning).not.toBe('');
          expect(said).toContain(`${name} ${fallback === '' ? '' : `(${fallback} unless set) `}${meaning}`);
        }
      }
    });

    it('takes no other arguments, and says so in one line', () => {
      for (const args of [['--port', '3001'], ['--help', 'more'], ['serve']]) {
        const { exitCode, stdout, stderr } = asked(...args) ?? { exitCode: 1, stdout: '', stderr: '' };
        expect([exitCode, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(/^npm start -- knows no argument "[^"]+": .*--help lists them\n$/);
      }
    });
  });

  it('is told in the README as it is', async () => {
    const readme = await readFile('README.md', 'utf8');
    for (const { name } of configReference()) expect(readme).toContain(`\`${name}\``);
  });
});
