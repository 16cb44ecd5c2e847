import { specification } from '#libs/kernel/testing';
import {
  acknowledgeProfile,
  giveConsent,
  inviteTeacher,
  jointParticipation,
  participationDecider,
  remindTeacher,
  withdrawConsent,
  type Participation,
} from './participation.js';
import type { ParticipationEvent, Purpose, WindowChange } from './rollout.events.js';

const { given } = specification(participationDecider);
const asked = { version: '2', text: { es: 'Participo.', en: 'I take part.' } };
const who = { teacher: 'p1', cycle: '2023' };
const invited: ParticipationEvent = { type: 'TeacherInvited', data: who };
const consent = (...purposes: Purpose[]): ParticipationEvent => ({
  type: 'ConsentGiven',
  data: { ...who, version: '2', language: 'es-CL', purposes },
});
const giving =
  (purposes: Purpose[], changed: { version?: string; language?: string } = {}) =>
  (state: Participation) =>
    giveConsent({ ...who, version: '2', language: 'es-CL', purposes, ...changed }, state, asked);
const withdrawing =
  (...purposes: Purpose[]) =>
  (state: Participation) =>
    withdrawConsent({ ...who, purposes }, state);

describe('an invitation', () => {
  it('is recorded once', () => {
    given()
      .when((state) => inviteTeacher(who, state))
      .then(invited);
    given(invited)
      .when((state) => inviteTeacher(who, state))
      .thenNothing();
  });
});

describe('consent', () => {
  it('is given purpose by purpose, by who is invited', () => {
    given(invited)
      .when(giving(['take-part', 'research']))
      .then(consent('research', 'take-part'));
    given()
      .when(giving(['take-part']))
      .refuses('not-invited', { cycle: '2023' });
  });

  it('is given to the text as it is now, in a language that it has', () => {
    given(invited)
      .when(giving(['take-part'], { version: '1' }))
      .refuses('consent-text-outdated', { asked: '2' });
    given(invited)
      .when(giving(['take-part'], { language: 'pt-BR' }))
      .refuses('consent-language-not-offered', { language: 'pt-BR' });
  });

  it('always has taking part among it', () => {
    given(invited)
      .when(giving(['research']))
      .refuses('consent-without-taking-part');
  });

  it('changes nothing when it is given again, and can be widened and narrowed', () => {
    given(invited, consent('take-part'))
      .when(giving(['take-part']))
      .thenNothing();
    given(invited, consent('take-part'))
      .when(giving(['take-part', 'research']))
      .then(consent('research', 'take-part'));
  });

  it('can be taken back for one purpose; without taking part nothing remains', () => {
    const all = consent('programme-statistics', 'research', 'take-part');
    given(invited, all)
      .when(withdrawing('research'))
      .then({ type: 'ConsentWithdrawn', data: { ...who, purposes: ['research'] } });
    given(invited, all)
      .when(withdrawing('take-part'))
      .then({ type: 'ConsentWithdrawn', data: { ...who, purposes: ['programme-statistics', 'research', 'take-part'] } });
    given(invited, consent('take-part')).when(withdrawing('research')).refuses('consent-not-given');
    given().when(withdrawing('take-part')).refuses('consent-not-given');
  });

  it('is what stands before the profile', () => {
    const seen: ParticipationEvent = { type: 'ProfileAcknowledged', data: { ...who, attempt: 'a1' } };
    const acknowledging = (state: Participation) => acknowledgeProfile({ ...who, attempt: 'a1' }, state);
    given(invited).when(acknowledging).refuses('consent-missing');
    given(invited, consent('take-part')).when(acknowledging).then(seen);
    given(invited, consent('take-part'), seen).when(acknowledging).thenNothing();
  });
});

describe('reminding', () => {
  const command = { teacher: 'rosa', cycle: '2023', stage: 'self-assessment', wave: '2023-05-22', channel: 'email' } as const;
  const wasInvited: ParticipationEvent = { type: 'TeacherInvited', data: { teacher: 'rosa', cycle: '2023' } };
  const reminded: ParticipationEvent = { type: 'TeacherReminded', data: command };
  const agreed: ParticipationEvent = {
    type: 'ConsentGiven',
    data: { teacher: 'rosa', cycle: '2023', version: '1', language: 'es-CL', purposes: ['take-part'] },
  };
  const withdrew: ParticipationEvent = {
    type: 'ConsentWithdrawn',
    data: { teacher: 'rosa', cycle: '2023', purposes: ['take-part'] },
  };
  const remind = (state: Parameters<typeof remindTeacher>[1]) => remindTeacher(command, state);

  it('is recorded once for each wave and channel', () => {
    given(wasInvited).when(remind).then(reminded);
    given(wasInvited, reminded).when(remind).thenNothing();
    given(wasInvited, { ...reminded, data: { ...command, channel: 'telephone' } })
      .when(remind)
      .then(reminded);
  });

  it('leaves in peace who was not invited or has withdrawn, until they agree again', () => {
    given().when(remind).refuses('teacher-not-invited');
    given(wasInvited, agreed, withdrew).when(remind).refuses('teacher-withdrew');
    given(wasInvited, agreed, withdrew, agreed).when(remind).then(reminded);
  });
});

describe('a person with several registrations', () => {
  const none: Participation = { invited: false, consented: false, purposes: [] };
  const agreed = (...purposes: Purpose[]): Participation => ({
    ...none,
    invited: true,
    consented: purposes.includes('take-part'),
    purposes,
    consentedAt: '2023-05-10T12:00:00.000Z',
  });
  const joint = (...registrations: Participation[]) => jointParticipation('rosa', registrations);

  it('is, with one alone, what it says', () => {
    const alone = { ...agreed('take-part'), reminded: ['a'], withdrawn: false };
    expect(joint(alone)).toBe(alone);
  });
  it('takes part once they agreed under any of them', () => {
    expect(joint({ ...none, invited: true }, agreed('take-part', 'research'))).toMatchObject({
      invited: true,
      consented: true,
      purposes: ['take-part', 'research'],
      consentedAt: '2023-05-10T12:00:00.000Z',
    });
  });
  it('agreed to what they agreed to under each', () => {
    expect(joint(agreed('take-part', 'research'), agreed('take-part')).purposes).toEqual(['take-part']);
  });
  it('takes no part as soon as they withdrew under one', () => {
    const withdrawn = { ...none, invited: true, withdrawn: true };
    for (const registrations of [
      [agreed('take-part'), withdrawn],
      [withdrawn, agreed('take-part')],
    ])
      expect(joint(...registrations)).toMatchObject({ consented: false, withdrawn: true, purposes: [] });
  });
  it('has the windows that were extended for either, the last word with the one that counts', () => {
    const until = (closes: string, teacher: string): WindowChange => ({
      stage: 'learning',
      closes,
      graceUntil: closes,
      scope: { teacher },
    });
    const { windowChanges = [] } = joint(
      { ...agreed('take-part'), windowChanges: [until('2023-12-01T00:00:00.000Z', 'rosa')] },
      { ...agreed('take-part'), windowChanges: [until('2023-11-20T00:00:00.000Z', 'rosa2')] },
    );
    expect(windowChanges.map(({ closes, scope }) => [closes, scope])).toEqual([
      ['2023-11-20T00:00:00.000Z', { teacher: 'rosa' }],
      ['2023-12-01T00:00:00.000Z', { teacher: 'rosa' }],
    ]);
  });
  it('is not reminded twice, and has seen the profile they saw under either', () => {
    expect(joint({ ...none, reminded: ['a'] }, { ...none, reminded: ['a', 'b'], acknowledged: 'their-rating' })).toMatchObject({
      reminded: ['a', 'b'],
      acknowledged: 'their-rating',
    });
  });
});
