import { configReference } from './config.js';

/** What a command answers instead of starting. */
export interface Answered {
  readonly exitCode: 0 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

const indented = (text: string): string =>
  text
    .split(' ')
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1);
      if (last === undefined || last.length + 1 + word.length > 88) return [...lines, word];
      return [...lines.slice(0, -1), `${last} ${word}`];
    }, [])
    .map((line) => `      ${line}\n`)
    .join('');

/**
 * Commands that are set by the environment alone take no arguments but one: `--help` says what can be set, as the configuration itself has it; anything else is
 * refused. @param about one sentence @returns `undefined` where there is nothing to answer: start
 */
export const answerArguments = (args: readonly string[], command: string, about: string): Answered | undefined => {
  const [first] = args;
  if (first === undefined) return undefined;
  const unknown = args.find((one) => one !== '--help' && one !== '-h');
  if (unknown !== undefined)
    return {
      exitCode: 2,
      stdout: '',
      stderr: `${command} knows no argument ${JSON.stringify(unknown)}: it is set by environment variables; --help lists them\n`,
    };
  const variables = configReference()
    .map(({ name, fallback, meaning }) => `  ${name}${fallback === '' ? '' : ` (${fallback} unless set)`}\n${indented(meaning)}`)
    .join('');
  return { exitCode: 0, stdout: `${about}\n\nUsage: ${command} [--help]\n\nEnvironment variables:\n${variables}`, stderr: '' };
};
