/** What the server says once it listens. The key of a first start goes to a person at a terminal; anything else is a log that somebody keeps. */
export const greeting = (started: {
  readonly url: string;
  readonly dataDirectory: string;
  readonly firstRunKey: string | undefined;
  readonly terminal: boolean;
}): readonly string[] => {
  const { url, dataDirectory, firstRunKey, terminal } = started;
  const listens = `Cordillera: ${url}`;
  if (firstRunKey === undefined) return [listens];
  const file = `  ${dataDirectory}/operator.key`;
  return terminal
    ? [
        listens,
        '',
        'First start. This is the operator’s key; it is shown this once and kept, for this user alone, in',
        file,
        `  ${firstRunKey}`,
      ]
    : [listens, '', 'First start. The operator’s key is kept, for this user alone, in', file];
};
