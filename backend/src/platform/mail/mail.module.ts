import { join } from 'node:path';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { Env } from '../env.js';
import { EmlMailer } from './eml-mailer.js';
import { MailOutbox, MailRecord, MailSchema } from './mail-outbox.store.js';
import { MailSweep } from './mail-sweep.js';
import { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

function mailerOf({ mail, dataDir }: Env): Mailer {
  return mail.smtpUrl === undefined ? new EmlMailer(join(dataDir, 'mail'), mail.from) : new SmtpMailer(mail.smtpUrl, mail.from);
}

/** Mails: anybody may add one, workers send them. */
@Global()
@Module({})
export class MailModule {
  static forRole(role: Env['role']): DynamicModule {
    return {
      module: MailModule,
      imports: [MongooseModule.forFeature([{ name: MailRecord.name, schema: MailSchema }])],
      providers: [
        MailOutbox,
        ...(role === 'gateway' ? [] : [{ provide: Mailer, inject: [Env], useFactory: mailerOf }, MailSweep]),
      ],
      exports: [MailOutbox],
    };
  }
}
