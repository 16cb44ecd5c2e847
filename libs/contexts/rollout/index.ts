export * from './projections/index.js';
export * from './country.js';
export * from './cycle.js';
export * from './national-id.js';
export * from './participation.js';
export { remindersFallDuePolicy } from './policies/call-for-reminders-when-due.js';
export * from './population.js';
export * from './ports.js';
export { Countries, CountryFacts } from './queries/countries.js';
export { CycleByLabel, Cycles } from './queries/cycles.js';
export { MyParticipation } from './queries/my-participation.js';
export * from './queries/answers.js';
export { FollowUp, Team } from './queries/follow-up.js';
export { momentShifted } from './repeating.js';
export { Population as PopulationCounted, type PopulationView } from './queries/population.js';
export { ImportFindings, SchoolImports, SchoolMappings } from './queries/school-imports.js';
export { SchoolByCode, Schools } from './queries/schools.js';
export { IdentityBehind, TeacherByPseudonym, Teachers } from './queries/teachers.js';
export * from './use-cases/registrations.js';
export * from './rollout.module.js';
export * from './rollout.refusals.js';
export * from './school.js';
export {
  schoolImportDecider,
  schoolImportStream,
  schoolMappingDecider,
  schoolMappingStream,
  type ImportReport,
} from './school-import.js';
export * from './teacher.js';
export * from './windows.js';
export { AdvanceStage } from './use-cases/advance-stage.js';
export { ApplyPack } from './use-cases/apply-pack.js';
export { AssignTeacher } from './use-cases/assign-teacher.js';
export { ChangeWindow } from './use-cases/change-window.js';
export { CloseCycle } from './use-cases/close-cycle.js';
export { CreateCountry } from './use-cases/create-country.js';
export { DefineSchoolMapping } from './use-cases/define-school-mapping.js';
export { ForgetPerson } from './use-cases/forget-person.js';
export { GiveConsent } from './use-cases/give-consent.js';
export { ImportSchools } from './use-cases/import-schools.js';
export { InviteTeachers, type Invitation } from './use-cases/invite-teachers.js';
export { LeaveSchool } from './use-cases/leave-school.js';
export { MergeTeachers, UnmergeTeachers } from './use-cases/merge-teachers.js';
export { OpenCycle } from './use-cases/open-cycle.js';
export { PlanCycle } from './use-cases/plan-cycle.js';
export { RepeatCycle, RepeatCycleRequest } from './use-cases/repeat-cycle.js';
export { RecordPopulation } from './use-cases/record-population.js';
export { RecordSchool } from './use-cases/record-school.js';
export {
  MAX_REGISTER_BYTES,
  receiveRegister,
  registerFile,
  type ReceivedFile,
  type RegisterFile,
} from './use-cases/register-file.js';
export { RegisterTeacher, type Identity } from './use-cases/register-teacher.js';
export { CarryOutReclassifications, PostponeReclassification, ReclassifySchool } from './use-cases/reclassify-school.js';
export { RemindTeachers } from './use-cases/remind-teachers.js';
export { SetCycleTerms } from './use-cases/set-cycle-terms.js';
export { TransferTeacher } from './use-cases/transfer-teacher.js';
export { WithdrawConsent } from './use-cases/withdraw-consent.js';
export { IsMoment, LABEL } from './use-cases/requests.js';
