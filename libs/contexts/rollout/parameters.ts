import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { CallerRequest } from '#libs/http';
import { isUuid, refuse } from '#libs/kernel';
import { SCHOOL_CODE } from './school.js';
import { LABEL } from './use-cases/requests.js';

const parameter = (name: string, fits: (value: string) => boolean, refusal: (value: string) => never) =>
  createParamDecorator((_: unknown, context: ExecutionContext): string => {
    const value = String(context.switchToHttp().getRequest<CallerRequest>().params[name] ?? '');
    return fits(value) ? value : refusal(value.slice(0, 80));
  });

/** Parameter: a teacher's pseudonym from the path. */
export const TeacherParam = parameter('teacher', isUuid, (teacher) => refuse('teacher-unknown', { teacher }));

/** Parameter: a school's code from the path. */
export const SchoolParam = parameter(
  'code',
  (value) => SCHOOL_CODE.test(value),
  (school) => refuse('school-unknown', { school }),
);

/** Parameter: the school of an assignment from the path. */
export const AssignedSchoolParam = parameter(
  'school',
  (value) => SCHOOL_CODE.test(value),
  (school) => refuse('assignment-unknown', { school }),
);

/** Parameter: an import's id from the path. */
export const ImportParam = parameter('id', isUuid, (id) => refuse('import-unknown', { import: id }));

/** Parameter: the name of a mapping from the path. */
export const MappingParam = parameter(
  'name',
  (value) => value.length <= 60 && LABEL.test(value),
  (mapping) => refuse('school-mapping-name-malformed', { mapping }),
);
