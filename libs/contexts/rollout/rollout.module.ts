import { Module } from '@nestjs/common';
import { CyclesController } from './cycles.controller.js';
import { ParticipationController } from './participation.controller.js';
import { CountriesHandler, CountryFactsHandler } from './queries/countries.js';
import { CycleByLabelHandler, CyclesHandler } from './queries/cycles.js';
import { MyParticipationHandler } from './queries/my-participation.js';
import { PopulationHandler } from './queries/population.js';
import { ImportFindingsHandler, SchoolImportsHandler, SchoolMappingsHandler } from './queries/school-imports.js';
import { SchoolByCodeHandler, SchoolsHandler } from './queries/schools.js';
import { FollowUpHandler, TeamHandler } from './queries/follow-up.js';
import { Identities, IdentityBehindHandler, TeacherByPseudonymHandler, TeachersHandler } from './queries/teachers.js';
import { SchoolsController } from './schools.controller.js';
import { TeachersController } from './teachers.controller.js';
import { AdvanceStageHandler } from './use-cases/advance-stage.js';
import { ApplyPackHandler } from './use-cases/apply-pack.js';
import { AssignTeacherHandler } from './use-cases/assign-teacher.js';
import { CallForRemindersHandler } from './use-cases/call-for-reminders.js';
import { ChangeWindowHandler } from './use-cases/change-window.js';
import { CloseCycleHandler } from './use-cases/close-cycle.js';
import { CreateCountryHandler } from './use-cases/create-country.js';
import { DefineSchoolMappingHandler } from './use-cases/define-school-mapping.js';
import { JointParticipations } from './queries/joint-participations.js';
import { Registrations } from './use-cases/registrations.js';
import { Duplicates } from './use-cases/duplicates.js';
import { ForgetPersonHandler } from './use-cases/forget-person.js';
import { GiveConsentHandler } from './use-cases/give-consent.js';
import { ImportSchoolsHandler } from './use-cases/import-schools.js';
import { InviteTeachersHandler } from './use-cases/invite-teachers.js';
import { LeaveSchoolHandler } from './use-cases/leave-school.js';
import { MergeTeachersHandler, UnmergeTeachersHandler } from './use-cases/merge-teachers.js';
import { OpenCycleHandler } from './use-cases/open-cycle.js';
import { PlanCycleHandler } from './use-cases/plan-cycle.js';
import { RecordPopulationHandler } from './use-cases/record-population.js';
import { RecordSchoolHandler } from './use-cases/record-school.js';
import {
  CarryOutReclassificationsHandler,
  PostponeReclassificationHandler,
  ReclassifySchoolHandler,
} from './use-cases/reclassify-school.js';
import { InviteAgainHandler } from './use-cases/invite-again.js';
import { IssueLettersHandler } from './use-cases/issue-letters.js';
import { IssueRecordCodeHandler } from './use-cases/issue-record-code.js';
import { RepeatCycleHandler } from './use-cases/repeat-cycle.js';
import { RolloutReferences } from './use-cases/references.js';
import { RegisterTeacherHandler } from './use-cases/register-teacher.js';
import { RemindTeachersHandler } from './use-cases/remind-teachers.js';
import { SetCycleTermsHandler } from './use-cases/set-cycle-terms.js';
import { TransferTeacherHandler } from './use-cases/transfer-teacher.js';
import { WithdrawConsentHandler } from './use-cases/withdraw-consent.js';

@Module({
  controllers: [SchoolsController, CyclesController, TeachersController, ParticipationController],
  providers: [
    RolloutReferences,
    Identities,
    CreateCountryHandler,
    ApplyPackHandler,
    DefineSchoolMappingHandler,
    ImportSchoolsHandler,
    RecordSchoolHandler,
    PlanCycleHandler,
    OpenCycleHandler,
    AdvanceStageHandler,
    CallForRemindersHandler,
    ChangeWindowHandler,
    CloseCycleHandler,
    RegisterTeacherHandler,
    AssignTeacherHandler,
    LeaveSchoolHandler,
    ForgetPersonHandler,
    InviteTeachersHandler,
    GiveConsentHandler,
    WithdrawConsentHandler,
    Registrations,
    JointParticipations,
    Duplicates,
    MergeTeachersHandler,
    UnmergeTeachersHandler,
    RecordPopulationHandler,
    SetCycleTermsHandler,
    ReclassifySchoolHandler,
    PostponeReclassificationHandler,
    CarryOutReclassificationsHandler,
    RemindTeachersHandler,
    TransferTeacherHandler,
    PopulationHandler,
    FollowUpHandler,
    TeamHandler,
    InviteAgainHandler,
    IssueLettersHandler,
    IssueRecordCodeHandler,
    RepeatCycleHandler,
    CountriesHandler,
    CountryFactsHandler,
    CyclesHandler,
    CycleByLabelHandler,
    SchoolsHandler,
    SchoolByCodeHandler,
    SchoolMappingsHandler,
    SchoolImportsHandler,
    ImportFindingsHandler,
    TeachersHandler,
    TeacherByPseudonymHandler,
    IdentityBehindHandler,
    MyParticipationHandler,
  ],
  exports: [Registrations],
})
export class RolloutModule {}
