import type { CourseContent, OfferingOpened } from '../learning.events.js';

const text = (en: string) => ({ en, es: en });

/** Invented courses and offerings for this context's specifications. */
export const sampleCourse = (course: string, ...develops: readonly (readonly [string, number, number])[]): CourseContent => ({
  course,
  title: text(`Course ${course}`),
  description: text('What it is about.'),
  provider: 'An invented provider',
  hours: 12,
  language: 'es-CL',
  develops: develops.map(([competency, from, to]) => ({ competency, from, to })),
  accessibility: text('Captions.'),
  offline: true,
  licence: 'CC-BY-4.0',
});

export const sampleOffering = (
  offering: string,
  course: string,
  terms: Partial<OfferingOpened['data']> = {},
): OfferingOpened['data'] => ({
  offering,
  course,
  cycle: '2023',
  modality: 'distance',
  starts: '2023-07-17T04:00:00.000Z',
  ends: '2023-10-28T02:59:59.999Z',
  region: undefined,
  enrolment: undefined,
  seats: null,
  allocation: 'first-come',
  ...terms,
});
