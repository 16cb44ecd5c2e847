import type { ArgumentsHost } from '@nestjs/common';
import { EventStoreError } from '#libs/event-store';
import { KeyStoreError } from '#libs/privacy';
import { BoardUnavailable } from '#libs/projecting';
import { ReadStoreError } from '#libs/read-store';
import { RefusalMessages } from './messages.js';
import { ProblemFilter } from './problem.filter.js';
import { httpRefusals } from './refusals.js';

/** What a caller is answered when this is thrown, what the log is told, and what nobody foresaw. */
const answered = (error: unknown) => {
  const unforeseen: unknown[] = [];
  const headers = new Map<string, string>();
  const answer = { status: 0, body: {} as Record<string, unknown> };
  const response = {
    locals: {} as Record<string, unknown>,
    headersSent: false,
    hasHeader: (name: string) => headers.has(name),
    setHeader: (name: string, value: string) => (headers.set(name, value), response),
    status: (status: number) => ((answer.status = status), response),
    type: () => response,
    send: (body: Record<string, unknown>) => (answer.body = body),
  };
  const request = { headers: {}, params: {}, correlationId: 'c' };
  const http = { getRequest: () => request, getResponse: () => response };
  const filter = new ProblemFilter(new RefusalMessages([httpRefusals]), ({ error: what }) => void unforeseen.push(what));
  filter.catch(error, { switchToHttp: () => http } as unknown as ArgumentsHost);
  return {
    ...answer,
    type: answer.body['type'],
    retryAfter: headers.get('Retry-After'),
    because: response.locals['because'],
    unforeseen,
  };
};

describe('a store that cannot be reached', () => {
  const cause = new Error('connect ECONNREFUSED');
  it.each([
    ['the event store', new EventStoreError('unavailable', 'reading cl.teacher-p1', {}, { cause })],
    ['the read store', new ReadStoreError('unavailable', 'the read models of cl', { cause })],
    ['the vault', new KeyStoreError('unavailable', 'the vault of cl', { cause })],
    ['the board of the projectors', new BoardUnavailable('the board', { cause })],
  ])('is a 503 that may be repeated, and the log is told why without naming a stream: %s', (_, error) => {
    expect(answered(error)).toMatchObject({
      status: 503,
      type: '/problems/unavailable',
      retryAfter: '1',
      because: 'connect ECONNREFUSED',
      unforeseen: [],
    });
  });

  it('does not claim that nothing was changed where that is not known', () => {
    const { status, type, body } = answered(new EventStoreError('unknown-outcome', 'an append', {}, { cause }));
    expect([status, type]).toEqual([503, '/problems/outcome-unknown']);
    expect(body['title']).toMatch(/not known/);
  });

  it('is another thing than one that is damaged, which nobody foresaw', () => {
    const damaged = new KeyStoreError('wrong', 'the vault of cl is damaged');
    expect(answered(damaged)).toMatchObject({ status: 500, type: '/problems/internal-error', unforeseen: [damaged] });
  });
});
