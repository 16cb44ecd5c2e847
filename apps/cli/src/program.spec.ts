import type { Command } from 'commander';
import { program } from './program.js';

/** Every command that does something, by the words that lead to it. */
const leaves = (command: Command, path: readonly string[] = []): readonly (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((child) => leaves(child, [...path, child.name()]));

const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
};

/** The words of a line as a shell would take them apart. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

describe.each(leaves(program))('the command `%s`', (path, command) => {
  const examples = [...helpOf(command).matchAll(/npm run (?:--silent )?cordillera -- (.*)/g)].map(([, line]) => line ?? '');

  it('has an example in its help', () => {
    expect(examples).not.toEqual([]);
  });

  it('takes its own examples', () => {
    for (const line of examples) {
      expect(line.startsWith(`${path} `) || line === path).toBe(true);
      const words = wordsOf(line.slice(path.length).replace(/ > .*| \| .*/, ''));
      const { operands, unknown } = command.parseOptions([...words]);
      expect(unknown).toEqual([]);
      expect(operands.length).toBeGreaterThanOrEqual(command.registeredArguments.filter(({ required }) => required).length);
      expect(operands.length).toBeLessThanOrEqual(command.registeredArguments.length);
      const missing = command.options
        .filter((option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined)
        .map(({ long }) => long);
      expect(missing).toEqual([]);
    }
  });

  it('prints for machines where it is asked to', () => {
    expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--json', '--data']));
  });
});
