export { NO_TRAINING, type Abilities, type Answers, type FormToAnswer, type Training } from './abilities.js';
export { CHILE_2023, CHILE_2024, SchoolYear, type Days, type PilotCalendar, type Window } from './calendar.js';
export { inventedRut, mistyped, type Gender, type SimulatedIdentity } from './identity.js';
export {
  measureModel,
  modelPeople,
  modelTraining,
  schoolsForModel,
  type Figure,
  type ModelFigures,
  type ModelPerson,
} from './measure.js';
export {
  FATES,
  FUNNEL,
  LATE,
  reached,
  type Decisions,
  type Intent,
  type Measure,
  type Occasion,
  type Outcome,
  type Seat,
} from './plan.js';
export {
  answersOf,
  chooseOfferings,
  completionChance,
  continueAfterSeats,
  inLaterCycle,
  portionOf,
  simulateTeachers,
  trainingOf,
  type EffectOptions,
  type OfferedSeat,
  type SchoolOfPilot,
  type SimulatedAssignment,
  type SimulatedTeacher,
  type SimulationOptions,
} from './teachers.js';
export { REFORM, schoolReform, type SchoolReform } from './school-reform.js';
export { attendanceOf, sessionsOf, type PlannedSession, type Presence } from './sessions.js';
