import { Loading } from '../components/loading.js';
import { PageFrame } from '../components/page-frame.js';
import { ProblemMessage } from '../components/problem-message.js';
import { useText } from '../i18n.js';
import { useCycle } from '../pages/cycle-context.js';
import { Link, useRouter } from '../router.js';
import { ConsentPart } from './consent.js';
import { CoursesPart } from './courses.js';
import { Home } from './home.js';
import { PARTS, QUESTIONNAIRES, type Part } from './journey.js';
import { PathPart } from './learning-path.js';
import { ProfilePart } from './profile.js';
import { Questionnaire } from './questionnaire.js';
import { RecordPart } from './record.js';
import { ResultsPart } from './results.js';
import { isReady, useOwn, type ReadyOwn } from './use-own.js';

type Page = Part | 'record';
const isPage = (name: string | undefined): name is Page => name === 'record' || PARTS.some((part) => part === name);

const contentOf = (part: Page, own: ReadyOwn) => {
  if (part === 'record') return <RecordPart />;
  const questionnaire = QUESTIONNAIRES[part];
  if (questionnaire) return <Questionnaire key={part} own={own} {...questionnaire} />;
  switch (part) {
    case 'consent':
      return <ConsentPart own={own} />;
    case 'profile':
      return <ProfilePart own={own} />;
    case 'path':
      return <PathPart own={own} />;
    case 'courses':
      return <CoursesPart own={own} />;
    default:
      return <ResultsPart own={own} />;
  }
};

/** A teacher's own pages, made for a telephone: what to do now, and each part by itself. */
export const TeacherPages = () => {
  const { t, pick } = useText();
  const { place, to } = useRouter();
  const { country, cycle, framework } = useCycle();
  const own = useOwn();
  const [, , , name] = place.path;
  const part = isPage(name) ? name : undefined;
  const home = to([country.country, cycle.cycle, 'me']);
  return (
    <PageFrame
      title={part === 'record' ? t('record.title') : part ? t(`part.${part}.title`) : t('teacher.title')}
      country={country}
      attribution={framework?.licence ? pick(framework.licence.attribution) : undefined}
      navigation={
        <div class="cycle-bar cycle-bar-teacher">
          <p class="crumbs">
            {part ? <Link href={home}>{t('teacher.back')}</Link> : <span>{`${pick(country.name)} · ${pick(cycle.title)}`}</span>}
          </p>
        </div>
      }
    >
      <div class="teacher">
        {own.problem && <ProblemMessage problem={own.problem} onRetry={own.again} />}
        {!own.ready && !own.problem && <Loading />}
        {isReady(own) && (part ? contentOf(part, own) : <Home own={own} />)}
      </div>
    </PageFrame>
  );
};
