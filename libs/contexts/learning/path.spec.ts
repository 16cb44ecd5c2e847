import { specification } from '#libs/kernel/testing';
import type { PathEvent } from './learning.events.js';
import { acceptPath, generatePath, pathDecider, type LearningPath } from './path.js';
import type { DerivedPath } from './path-rules.js';

const { given } = specification(pathDecider);
const derived: DerivedPath = {
  steps: [{ course: 'c1', offering: 'o1', competency: '1.1', from: 0, to: 2, reason: 'largest-gap', gap: 2 }],
  withoutCourse: ['4.2'],
};
const nothing: DerivedPath = { steps: [], withoutCourse: ['4.2'] };
const command = { teacher: 't1', cycle: '2023', attempt: 'a1', pathRules: 'path-rules-1' };
const generated = (path: DerivedPath): PathEvent => ({ type: 'LearningPathGenerated', data: { ...command, ...path } });
const accepted: PathEvent = { type: 'PathAccepted', data: { teacher: 't1', cycle: '2023' } };
const generate = (path: DerivedPath) => (state: LearningPath) => generatePath({ ...command, derived: path }, state);
const accept = (state: LearningPath) => acceptPath({ teacher: 't1', cycle: '2023' }, state);

describe('a path', () => {
  it('is derived, and derived again when something else comes out', () => {
    given().when(generate(derived)).then(generated(derived));
    given(generated(derived)).when(generate(derived)).thenNothing();
    given(generated(derived)).when(generate(nothing)).then(generated(nothing));
  });

  it('says by which rule courses of earlier cycles counted, where they do', () => {
    const completedBefore = { rule: 'completed-before-1', courses: ['c9'] };
    given()
      .when((state: LearningPath) => generatePath({ ...command, derived, completedBefore }, state))
      .then({ type: 'LearningPathGenerated', data: { ...command, ...derived, completedBefore } });
  });

  it('is accepted once, and stays as it was accepted', () => {
    given().when(accept).refuses('path-not-there');
    given(generated(derived)).when(accept).then(accepted);
    given(generated(derived), accepted).when(accept).refuses('path-accepted-already');
    given(generated(derived), accepted).when(generate(nothing)).refuses('path-accepted-already');
  });

  it('without a course cannot be accepted', () => {
    given(generated(nothing)).when(accept).refuses('path-without-steps');
  });
});
