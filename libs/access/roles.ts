/** Who people are to the programme, and what each sees. The roles are the same in every country. */
export const ROLES = [
  'teacher',
  'school-leader',
  'coordinator',
  'data-protection-officer',
  'evaluator',
  'regional-officer',
  'partner',
  'tutor',
  'auditor',
  'operator',
] as const;

export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role =>
  typeof value === 'string' && (ROLES as readonly string[]).includes(value);

export interface RoleDescription {
  readonly name: { readonly en: string; readonly es: string };
  /** One sentence: what the role sees. */
  readonly sees: { readonly en: string; readonly es: string };
}

export const roleDescriptions: Readonly<Record<Role, RoleDescription>> = {
  teacher: {
    name: { en: 'Teacher', es: 'Docente' },
    sees: {
      en: 'A teacher sees all their own data, and nobody else’s.',
      es: 'Cada docente ve todos sus propios datos y los de nadie más.',
    },
  },
  'school-leader': {
    name: { en: 'School leader', es: 'Dirección del establecimiento' },
    sees: {
      en: 'A school leader sees how many teachers of the school take part, never a score.',
      es: 'La dirección ve cuántos docentes de su establecimiento participan, nunca un puntaje.',
    },
  },
  coordinator: {
    name: { en: 'Country coordinator', es: 'Coordinación del país' },
    sees: {
      en: 'The country coordinator sees who has submitted and who is late, by name, and no answers.',
      es: 'La coordinación ve, con nombre, quién ha enviado y quién está atrasado, sin ver respuestas.',
    },
  },
  'data-protection-officer': {
    name: { en: 'Data protection officer', es: 'Delegación de protección de datos' },
    sees: {
      en: 'The data protection officer sees who stands behind a pseudonym, each time with a recorded reason.',
      es: 'La delegación de protección de datos ve quién está tras un seudónimo, siempre con un motivo registrado.',
    },
  },
  evaluator: {
    name: { en: 'Evaluator', es: 'Evaluación' },
    sees: {
      en: 'An evaluator sees the pseudonymised records of those who consented to research.',
      es: 'La evaluación ve los registros seudonimizados de quienes consintieron la investigación.',
    },
  },
  'regional-officer': {
    name: { en: 'Regional officer', es: 'Oficina regional' },
    sees: {
      en: 'The regional office sees aggregates only, each country’s under its own suppression.',
      es: 'La oficina regional ve solo agregados, los de cada país bajo su propia supresión.',
    },
  },
  partner: {
    name: { en: 'Partner', es: 'Organización asociada' },
    sees: { en: 'A partner sees published releases only.', es: 'La organización asociada ve solo las publicaciones.' },
  },
  tutor: {
    name: { en: 'Tutor or provider', es: 'Tutoría o proveedor' },
    sees: {
      en: 'A tutor sees sessions, attendance and completions of their own courses.',
      es: 'La tutoría ve las sesiones, la asistencia y los cursos terminados de sus propios cursos.',
    },
  },
  auditor: {
    name: { en: 'Auditor', es: 'Auditoría' },
    sees: {
      en: 'An auditor sees the history and its proofs, pseudonymised.',
      es: 'La auditoría ve la historia y sus pruebas, seudonimizadas.',
    },
  },
  operator: {
    name: { en: 'Platform operator', es: 'Operación de la plataforma' },
    sees: { en: 'The operator sees the system, not the people.', es: 'La operación ve el sistema, no a las personas.' },
  },
};
