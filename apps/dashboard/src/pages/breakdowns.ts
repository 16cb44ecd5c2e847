import type { BreakdownDimension, Dimension } from '../../../../libs/contexts/evaluation/queries/answers.js';
import { useSession } from '../session.js';

type By = readonly [BreakdownDimension, ...BreakdownDimension[]];
const ALL: By = ['region', 'sector', 'rurality', 'educationLevel', 'gender', 'modality', 'regionalSector', 'isced'];
/** Between countries only the codes that they share are compared. */
const SHARED: By = ['region', 'regionalSector', 'isced', 'rurality', 'gender', 'modality'];

/** What the reader may group by. */
export const useBreakdowns = (): By => (useSession().me?.role === 'regional-officer' ? SHARED : ALL);
const TALLIED: readonly BreakdownDimension[] = ['region', 'sector', 'rurality', 'educationLevel', 'gender'];
/** Whether the dashboard has it; the others are counted when they are asked for. */
export const isTallied = (by: BreakdownDimension): by is Dimension => TALLIED.includes(by);
/** Whether the reader compares by the codes that countries share. */
export const isShared = (values: By): boolean => values === SHARED;
