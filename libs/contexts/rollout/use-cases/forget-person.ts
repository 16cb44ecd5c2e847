import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Streams, type CommandContext, type Executed } from '#libs/commanding';
import { refuse } from '#libs/kernel';
import { KEY_STORE, type DestructionCertificate, type KeyStore } from '#libs/privacy';
import { erase, teacherDecider, teacherStream } from '../teacher.js';
import { Duplicates } from './duplicates.js';
import { RolloutReferences } from './references.js';

export interface Forgotten {
  readonly certificate: DestructionCertificate;
  /** Of the other registrations of the same person, which were joined with this one. */
  readonly alongside: readonly DestructionCertificate[];
  readonly executed: Executed;
}

/**
 * A person is forgotten, under every registration of theirs: their key is destroyed, then the log says so. Asked again it answers with the same certificate; where an
 * earlier try died between the two steps, the repeat takes the second.
 */
export class ForgetPerson extends Command<Forgotten> {
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
    private readonly duplicates: Duplicates,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  async execute({ context, teacher }: ForgetPerson): Promise<Forgotten> {
    const { tenant } = context;
    const { mergedInto: kept = teacher } = await this.references.teacher(tenant, teacher);
    // The one that was named goes first, whatever the views know of others.
    const { certificate, executed } = await this.#forget(context, teacher);
    const alongside: DestructionCertificate[] = [];
    for (const other of [kept, ...(await this.duplicates.mergedInto(tenant, kept))])
      if (other !== teacher) alongside.push((await this.#forget({ ...context, ifMatch: undefined }, other)).certificate);
    return { certificate, alongside, executed };
  }

  async #forget(context: CommandContext, teacher: string) {
    const { tenant, at } = context;
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
