import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { cycleDecider, cycleStream, remindersFallDue } from '../cycle.js';

/** A day has come on which those who have not handed in are reminded: the country's team finds it on its first page. */
export class CallForReminders extends Command<Executed> {
  constructor(
    readonly context: CommandContext,
    readonly cycle: string,
    readonly wave: string,
  ) {
    super();
  }
}

@CommandHandler(CallForReminders)
export class CallForRemindersHandler implements ICommandHandler<CallForReminders> {
  constructor(private readonly streams: Streams) {}

  execute({ context, cycle, wave }: CallForReminders): Promise<Executed> {
    return this.streams.execute(context, cycleDecider, cycleStream(context.tenant, cycle), (state) =>
      remindersFallDue({ cycle, wave, at: context.at }, state),
    );
  }
}
