import { Module } from '@nestjs/common';
import { RolloutModule } from '#libs/contexts/rollout';
import { DataRequestsController } from './data-requests.controller.js';
import { MyDataController } from './my-data.controller.js';
import { DataRequestsHandler, MyDataRequestsHandler } from './queries/data-requests.js';
import { MyRecordHandler } from './queries/my-record.js';
import { AnswerCorrectionHandler } from './use-cases/answer-correction.js';
import { AskedErasures } from './use-cases/asked-erasures.js';
import { ConfirmErasureHandler } from './use-cases/confirm-erasure.js';
import { DeclineErasureHandler } from './use-cases/decline-erasure.js';
import { RequestCorrectionHandler } from './use-cases/request-correction.js';
import { RequestErasureHandler } from './use-cases/request-erasure.js';
import { WithdrawErasureHandler } from './use-cases/withdraw-erasure.js';

@Module({
  imports: [RolloutModule],
  controllers: [MyDataController, DataRequestsController],
  providers: [
    AskedErasures,
    RequestCorrectionHandler,
    AnswerCorrectionHandler,
    RequestErasureHandler,
    ConfirmErasureHandler,
    WithdrawErasureHandler,
    DeclineErasureHandler,
    DataRequestsHandler,
    MyDataRequestsHandler,
    MyRecordHandler,
  ],
})
export class GovernanceModule {}
