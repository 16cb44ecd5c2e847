import { useState } from 'preact/hooks';
import type { DataRequest, PersonalRecord } from '../api/types.js';
import { DataTable } from '../components/data-table.js';
import { Loading } from '../components/loading.js';
import { ProblemMessage } from '../components/problem-message.js';
import { fileName } from '../csv.js';
import { useText, type Text } from '../i18n.js';
import { useCycle, useNames, type Names } from '../pages/cycle-context.js';
import { useResource, useSession } from '../session.js';
import { none, number, words, type Cell, type Row, type Table } from '../table.js';
import { Certification } from './certification.js';
import { Correction, Erasure, MyRequests } from './record-requests.js';

type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** Documents that the sections above show in words; the rest is shown as it is stored. */
const TOLD: readonly string[] = ['teachers', 'participations', 'attempts', 'paths', 'enrolments', 'data_requests'];

const useTables = (record: PersonalRecord) => {
  const say = useText();
  const names = useNames();
  const { t, format, list } = { ...say, list: (items: readonly string[]) => items.join(', ') };
  const unknown = () => none(t('group.unknown'));
  const cell = (value: string | undefined): Cell => (value === undefined ? unknown() : words(value));
  const when = (value: unknown): Cell => (typeof value === 'string' ? words(format.dateTime(value)) : none('—'));
  const documents = (name: string): readonly Fields[] => record.documents[name] ?? [];
  const row = (id: string, ...cells: readonly Cell[]): Row => ({ id, header: t(`record.${id}`), cells });

  // Who was registered twice has two sets of facts; the registration that counts comes first.
  const person = (me: Fields): Table => {
    const identity = fields(me['identity']);
    const gender = text(me['gender']);
    return {
      caption: me['otherRegistration'] === undefined ? t('record.person') : t('joined.person'),
      columns: [t('record.what'), t('record.stored')],
      rows: [
        row('name', cell([text(identity['givenName']), text(identity['familyName'])].filter(Boolean).join(' ') || undefined)),
        row('email', cell(text(identity['email']))),
        row('gender', cell(gender && names.cell('gender', gender))),
        row('birthYear', cell(text(me['birthYear']))),
        row('registeredAt', when(me['registeredAt'])),
        row('pseudonym', words(text(me['teacher']) ?? record.teacher)),
      ],
    };
  };
  const assignments = (me: Fields): Table => ({
    caption: me['otherRegistration'] === undefined ? t('record.assignments') : t('joined.assignments'),
    columns: [t('schools.code'), t('dimension.educationLevel'), t('record.hours')],
    rows: (Array.isArray(me['assignments']) ? (me['assignments'] as Fields[]) : []).map((one) => ({
      id: String(one['school']),
      header: String(one['school']),
      cells: [
        words(names.cell('educationLevel', String(one['educationLevel']))),
        number(Number(one['hours']), format.integer(Number(one['hours']))),
      ],
    })),
  });
  const consents: Table = {
    caption: t('record.consents'),
    columns: [t('record.when'), t('record.cycle'), t('record.act'), t('record.textVersion'), t('record.purposes')],
    rows: record.consents.map((one, at) => ({
      id: String(at),
      header: format.dateTime(one.at),
      cells: [
        words(one.cycle),
        words([t(`record.consent.${one.what}`), ...(one.otherRegistration === undefined ? [] : [t('joined.mark')])].join(' · ')),
        one.version === null ? unknown() : words(`${one.version} (${one.language ?? '—'})`),
        words(list(one.purposes.map((purpose) => t(`record.purpose.${purpose}`)))),
      ],
    })),
  };
  const enrolments: Table = {
    caption: t('record.enrolments'),
    columns: [t('record.course'), t('record.cycle'), t('record.status'), t('record.progress')],
    rows: documents('enrolments').map((one) => ({
      id: String(one['enrolment']),
      header: String(one['offering']),
      cells: [
        words(String(one['cycle'])),
        words([t(`courses.status.${String(one['status'])}`), ...marks(one, t)].join(' · ')),
        typeof one['percent'] === 'number' ? number(one['percent'], `${one['percent']}%`) : none('—'),
      ],
    })),
  };
  const reads: Table = {
    caption: t('record.reads'),
    columns: [t('record.when'), t('record.who'), t('record.read'), t('record.reason')],
    rows: record.readBy.map((one, at) => ({
      id: String(at),
      header: format.dateTime(one.at),
      cells: [
        words(t(`role.${one.role}`)),
        words(t(`record.reads_${one.what.replace(/-/g, '_')}`, { defaultValue: one.what })),
        one.reason === undefined ? none(t('record.standing')) : words(one.reason),
      ],
    })),
  };
  return { person, assignments, consents, enrolments, reads, documents };
};

/** What is said of something that was done under another registration of the same person. */
const marks = (one: Fields, t: Text['t']): readonly string[] =>
  one['otherRegistration'] === undefined ? [] : [t('joined.mark')];

const attemptTables = (attempt: Fields, say: Text, names: Names): readonly Table[] => {
  const { t, format } = say;
  const result = fields(attempt['result']);
  const scoring = text(result['scoring']) ?? text(fields(result['scoring'])['version']);
  const whole = fields(result['whole']);
  const submittedAt = text(attempt['submittedAt']);
  const digits = attempt['measure'] === 'test' ? 1 : 2;
  const score = (value: unknown): Cell =>
    typeof value === 'number' ? number(value / 100, format.decimal(value / 100, digits)) : none(t('group.unknown'));
  const fact = (id: string, value: Cell): Row => ({ id, header: t(`record.${id}`), cells: [value] });
  const facts: Table = {
    caption: t('record.attemptFacts'),
    columns: [t('record.what'), t('record.stored')],
    rows: [
      fact('instrument', words(`${String(attempt['instrument'])} · ${String(attempt['version'])}`)),
      fact('startedAt', words(format.dateTime(String(attempt['startedAt'])))),
      fact('submittedAt', submittedAt === undefined ? none(t('record.notYet')) : words(format.dateTime(submittedAt))),
      fact('late', words(t(attempt['late'] === true ? 'record.yes' : 'record.no'))),
      fact('score', score(whole['score'])),
      fact('scoring', scoring === undefined ? none('—') : words(scoring)),
    ],
  };
  const answers: Table = {
    caption: t('record.answers'),
    columns: [t('record.item'), t('record.answer')],
    rows: Object.entries(fields(attempt['answers'])).map(([item, answer]) => ({
      id: item,
      header: names.competency(item),
      cells: [words(answer === 'na' ? t('questionnaire.notApplicable') : String(answer))],
    })),
  };
  return answers.rows.length === 0 ? [facts] : [facts, answers];
};

/** Whether another attempt at the same counts: the first of the registration that counts, unless only the other was handed in. */
const overruled = (attempt: Fields, attempts: readonly Fields[]): boolean => {
  const same = attempts.filter((one) => ['cycle', 'measure', 'occasion'].every((key) => one[key] === attempt[key]));
  return (same.find(({ status }) => status === 'submitted') ?? same[0]) !== attempt;
};

/** Everything stored about the teacher: to read, to keep, to have corrected, to have forgotten. */
export const RecordPart = () => {
  const { country } = useCycle();
  const { resources } = useSession();
  const base = `/v1/${encodeURIComponent(country.country)}/me`;
  const { data, problem } = useResource<PersonalRecord>(`${base}/record`);
  if (!data)
    return problem ? <ProblemMessage problem={problem} onRetry={() => void resources.refresh(`${base}/record`)} /> : <Loading />;
  return <Shown record={data} base={base} requests={data.requests} />;
};

const Shown = ({
  record,
  base,
  requests,
}: {
  readonly record: PersonalRecord;
  readonly base: string;
  readonly requests: readonly DataRequest[];
}) => {
  const say = useText();
  const { t, format } = say;
  const names = useNames();
  const tables = useTables(record);
  const attempts = tables.documents('attempts');
  const people = tables.documents('teachers');
  const cycles = [...new Set(tables.documents('participations').map((one) => String(one['cycle'])))];
  const others = Object.entries(record.documents).filter(([name]) => !TOLD.includes(name));
  return (
    <>
      <p class="lead">{t('record.lead', { when: format.dateTime(record.at) })}</p>
      <div class="actions">
        <Keep record={record} />
      </div>
      <section aria-labelledby="record-person">
        <h2 id="record-person">{t('record.person')}</h2>
        {(record.joined ?? []).length > 0 && <p>{t('joined.record')}</p>}
        {(people.length === 0 ? [{}] : people).flatMap((one) =>
          [tables.person(one), tables.assignments(one)]
            .filter(({ rows }) => rows.length > 0)
            .map((table) => <DataTable key={`${String(one['teacher'])} ${table.caption}`} table={table} />),
        )}
      </section>
      <section aria-labelledby="record-consents">
        <h2 id="record-consents">{t('record.consents')}</h2>
        {tables.consents.rows.length === 0 ? <p>{t('record.noConsents')}</p> : <DataTable table={tables.consents} />}
      </section>
      <section aria-labelledby="record-attempts">
        <h2 id="record-attempts">{t('record.attempts')}</h2>
        {attempts.length === 0 && <p>{t('record.noAttempts')}</p>}
        {attempts.map((attempt) => (
          <details key={String(attempt['attempt'])}>
            <summary>
              {t(`record.occasion.${String(attempt['measure'])}.${String(attempt['occasion'])}`)} · {String(attempt['cycle'])}
              {marks(attempt, t).map((mark) => ` · ${mark}`)}
              {overruled(attempt, attempts) && ` · ${t('joined.overruled')}`}
            </summary>
            {attemptTables(attempt, say, names).map((table) => (
              <DataTable key={table.caption} table={table} />
            ))}
          </details>
        ))}
      </section>
      <section aria-labelledby="record-enrolments">
        <h2 id="record-enrolments">{t('record.enrolments')}</h2>
        {tables.enrolments.rows.length === 0 ? <p>{t('record.noEnrolments')}</p> : <DataTable table={tables.enrolments} />}
      </section>
      {cycles.length > 0 && (
        <section aria-labelledby="record-certification">
          <h2 id="record-certification">{t('certification.title')}</h2>
          {cycles.map((cycle) => (
            <Certification key={cycle} base={base.replace(/\/me$/, '')} cycle={cycle} />
          ))}
        </section>
      )}
      <section aria-labelledby="record-reads">
        <h2 id="record-reads">{t('record.reads')}</h2>
        <p>{t('record.readsMeans')}</p>
        {tables.reads.rows.length === 0 ? <p>{t('record.noReads')}</p> : <DataTable table={tables.reads} />}
      </section>
      {others.length > 0 && (
        <section aria-labelledby="record-others">
          <h2 id="record-others">{t('record.others')}</h2>
          <p>{t('record.othersMeans')}</p>
          {others.map(([name, documents]) => (
            <details key={name}>
              <summary>{t(`record.view_${name}`, { defaultValue: name.replace(/_/g, ' ') })}</summary>
              <pre class="stored" tabIndex={0}>
                {JSON.stringify(documents, null, 1)}
              </pre>
            </details>
          ))}
        </section>
      )}
      <section aria-labelledby="record-device">
        <h2 id="record-device">{t('record.device')}</h2>
        <p>{t('record.deviceMeans')}</p>
      </section>
      <MyRequests requests={requests} />
      <Correction base={base} />
      <Erasure base={base} requests={requests} />
    </>
  );
};

/** To keep: the record as a file for programs, and on paper for people. */
const Keep = ({ record }: { readonly record: PersonalRecord }) => {
  const { t } = useText();
  const [done, setDone] = useState(false);
  const save = () => {
    const said = record.simulated ? { notice: t('simulated.short'), ...record } : record;
    const url = URL.createObjectURL(new Blob([JSON.stringify(said, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = url;
    const parts = ['cordillera', record.country, ...(record.simulated ? [t('simulated.short')] : []), t('record.file')];
    link.download = fileName(parts, 'json');
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    setDone(true);
  };
  const print = () => {
    for (const closed of document.querySelectorAll('details:not([open])')) closed.setAttribute('open', '');
    window.print();
  };
  return (
    <>
      <button type="button" class="primary" onClick={save}>
        {t('record.download')}
      </button>
      <button type="button" onClick={print}>
        {t('record.print')}
      </button>
      <p role="status">{done ? t('record.downloaded') : ''}</p>
    </>
  );
};
