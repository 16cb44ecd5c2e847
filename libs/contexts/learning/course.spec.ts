import { specification } from '#libs/kernel/testing';
import { contentOf, courseDecider, registerCourse } from './course.js';
import type { CourseEvent } from './learning.events.js';
import { sampleCourse } from './testing/samples.js';

const { given } = specification(courseDecider);
const content = sampleCourse('c1', ['1.1', 0, 2], ['1.2', 1, 3]);
const registered: CourseEvent = { type: 'CourseRegistered', data: content };

describe('a course', () => {
  it('enters the catalogue', () => {
    given()
      .when((course) => registerCourse(content, course))
      .then(registered);
  });

  it('enters once, however often the same catalogue is applied', () => {
    given(registered)
      .when((course) => registerCourse(sampleCourse('c1', ['1.1', 0, 2], ['1.2', 1, 3]), course))
      .thenNothing();
  });

  it('does not change under its id', () => {
    given(registered)
      .when((course) => registerCourse({ ...content, hours: 20 }, course))
      .refuses('course-exists');
  });

  it('leads forward, and names each competency once', () => {
    given()
      .when((course) => registerCourse(sampleCourse('c2', ['1.1', 2, 2]), course))
      .refuses('course-leads-nowhere', { competency: '1.1' });
    given()
      .when((course) => registerCourse(sampleCourse('c2', ['1.1', 0, 2], ['1.1', 1, 3]), course))
      .refuses('course-competency-repeated');
  });

  it('that was never registered has no content', () => {
    expect(contentOf(given(registered).state, 'c1')).toEqual(content);
    expect(() => contentOf(given().state, 'c9')).toThrow('course-unknown');
  });
});
