import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { KEY_STORE, type DestructionCertificate, type KeyStore } from '#libs/privacy';
import { erase, teacherDecider, teacherStream } from '../teacher.js';
import { RolloutReferences } from './references.js';

/**
 * A person is forgotten: their key is destroyed, then the log says so. Asked again it answers with the same certificate; where an
 * earlier try died between the two steps, the repeat takes the second.
 */
export class ForgetPerson extends Command<{ certificate: DestructionCertificate; executed: Executed }> {
  constructor(
    readonly context: CommandContext,
    readonly teacher: string,
  ) {
    super();
  }
}

@CommandHandler(ForgetPerson)
export class ForgetPersonHandler implements ICommandHandler<ForgetPerson> {
  constructor(
    private readonly streams: Streams,
    private readonly references: RolloutReferences,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  async execute({ context, teacher }: ForgetPerson) {
    const { tenant, at } = context;
    await this.references.teacher(tenant, teacher);
    const certificate = await this.keys.destroy(tenant, teacher, at);
    if (!certificate) return refuse('teacher-unknown', { teacher });
    const executed = await this.streams.execute(
      context,
      teacherDecider,
      teacherStream(tenant, teacher),
      (state) => erase({ teacher, keyDigest: certificate.keyDigest }, state),
      { subject: teacher, forgetting: true },
    );
    return { certificate, executed };
  }
}
