import type { ICommand } from '@nestjs/cqrs';
import type { CommandContext, Executed, Streams } from '#libs/commanding';
import { streamName, type Decider, type DomainEvent, type EventDefinition } from '#libs/kernel';
import { policyEventDefinitions, reaction, type Policy } from '#libs/policies';
import { fold, type Projection } from '#libs/projecting';

/** Invented events and rules whose commands would do a second time what they are sent twice: only their ids keep them from it. */
export type CaseOpened = DomainEvent<'CaseOpened', { case: string; dueAt: string }>;
export type CaseAnswered = DomainEvent<'LetterSent' | 'CaseFiled' | 'CaseReminded', { case: string; by: string }>;

export const eventDefinitions: readonly EventDefinition[] = [
  { type: 'CaseOpened', version: 1, says: 'a case was opened' },
  { type: 'LetterSent', version: 1, says: 'a letter was sent' },
  { type: 'CaseFiled', version: 1, says: 'a case was filed' },
  { type: 'CaseReminded', version: 1, says: 'somebody was reminded of a case' },
  ...policyEventDefinitions,
];

export class Answer implements ICommand {
  constructor(
    readonly context: CommandContext,
    readonly type: CaseAnswered['type'],
    readonly id: string,
  ) {}
}

type Counted = number;
const counting = (category: string): Decider<Counted, CaseAnswered | CaseOpened> => ({
  category,
  initial: 0,
  evolve: (before) => before + 1,
});
const PLACES = { LetterSent: 'letter', CaseFiled: 'file', CaseReminded: 'reminder' } as const;

export const answerStream = (tenant: string, type: CaseAnswered['type'], id: string) =>
  streamName({ tenant, category: PLACES[type], id });

export const openCase = (streams: Streams, context: CommandContext, id: string, dueAt: string): Promise<Executed> =>
  streams.execute(context, counting('case'), streamName({ tenant: context.tenant, category: 'case', id }), (): CaseOpened[] => [
    { type: 'CaseOpened', data: { case: id, dueAt } },
  ]);

export const carryOut = (streams: Streams, { context, type, id }: Answer): Promise<Executed> =>
  streams.execute(context, counting(PLACES[type]), answerStream(context.tenant, type, id), (): CaseAnswered[] => [
    { type, data: { case: id, by: context.actor.id } },
  ]);

export const duesProjection: Projection = {
  name: 'dues',
  version: 1,
  collections: [{ name: 'dues', columns: { dueAt: 'text' }, indexes: [['dueAt']] }],
  on: {
    CaseOpened: fold<CaseOpened['data']>(({ data }, view) => view.put('dues', data.case, data)),
    CaseReminded: fold<CaseAnswered['data']>(({ data }, view) => view.delete('dues', data.case)),
  },
};

export const policies: readonly Policy[] = [
  {
    name: 'cases-are-answered',
    says: 'Whoever opens a case gets a letter, and the case is filed.',
    on: {
      CaseOpened: reaction<CaseOpened['data']>({
        react: ({ data }) => [
          { step: 'letter', command: (context) => new Answer(context, 'LetterSent', data.case) },
          { step: 'file', command: (context) => new Answer(context, 'CaseFiled', data.case) },
        ],
      }),
    },
    settledBy: ['nothing-to-answer'],
  },
  {
    name: 'reminders-fall-due',
    says: 'A case is reminded of at its date.',
    due: {
      collection: 'dues',
      react: (_document, id) => [{ step: 'reminder', command: (context) => new Answer(context, 'CaseReminded', id) }],
    },
  },
];
