import { canonicalJson, refuse, streamName, type Decider } from '#libs/kernel';
import type { CourseContent, CourseEvent } from './learning.events.js';

/** A course of the country's catalogue. */
export interface Course {
  readonly content?: CourseContent;
}

export const courseDecider: Decider<Course, CourseEvent> = {
  category: 'course',
  initial: {},
  evolve: (_course, event) => ({ content: event.data }),
};

export const courseStream = (tenant: string, course: string) => streamName({ tenant, category: 'course', id: course });

export const registerCourse = (command: CourseContent, course: Course): CourseEvent[] => {
  if (course.content) {
    // The same catalogue applied twice is one catalogue.
    if (canonicalJson(course.content) === canonicalJson(command)) return [];
    refuse('course-exists', { course: command.course });
  }
  command.develops.forEach(({ competency, from, to }, index) => {
    if (from >= to) refuse('course-leads-nowhere', { competency, from, to }, `/develops/${index}`);
  });
  const competencies = command.develops.map(({ competency }) => competency);
  if (new Set(competencies).size !== competencies.length)
    refuse('course-competency-repeated', { course: command.course }, '/develops');
  return [{ type: 'CourseRegistered', data: command }];
};

/** @throws Refusal course-unknown */
export const contentOf = (course: Course, id: string): CourseContent =>
  course.content ?? refuse('course-unknown', { course: id });
