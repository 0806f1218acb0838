import { Global, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { MongooseModule } from '@nestjs/mongoose';
import { Env } from '../platform/env.js';
import { MailOutbox } from '../platform/mail/mail-outbox.store.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeyRecord, ApiKeys, ApiKeySchema } from './api-keys.store.js';
import { AuthController } from './auth.controller.js';
import { Erasure } from './erasure.js';
import { FirstAccounts } from './first-accounts.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { InvitationRecord, Invitations, InvitationSchema } from './invitations.store.js';
import { JobLists } from './job-lists.js';
import { LoginFailure, LoginFailures, LoginFailureSchema } from './login-failures.store.js';
import { Organisation } from './organisation.store.js';
import { OriginCheck } from './origin-check.js';
import { PeopleController } from './people.controller.js';
import { PeopleModule } from './people.module.js';
import { RevocationRecord, Revocations, RevocationSchema } from './revocations.store.js';
import { SessionsService } from './sessions.service.js';
import { Session, Sessions, SessionSchema } from './sessions.store.js';
import { StreamTicketsController } from './stream-tickets.controller.js';
import { StreamTickets, TicketRecord, TicketSchema } from './stream-tickets.store.js';
import { TokenIssuer } from './token-issuer.js';
import { TokenVerifier } from './token-verifier.js';
import { UsersController } from './users.controller.js';

/** Who is this, and who is there: routes where there are clients. Needs a ConnectionCloser from above. */
@Global()
@Module({})
export class AuthModule implements OnModuleInit {
  constructor(
    private readonly erasure: Erasure,
    private readonly organisation: Organisation,
    private readonly invitations: Invitations,
    private readonly mails: MailOutbox,
    private readonly tickets: StreamTickets,
  ) {}

  onModuleInit(): void {
    this.erasure.register('drivers', (userId) => this.organisation.removeDriver(userId));
    this.erasure.register('invitations', (userId) => this.invitations.erase(userId));
    this.erasure.register('mails', (userId) => this.mails.erase(userId));
    this.erasure.register('stream tickets', (userId) => this.tickets.erase(userId));
  }

  static forRole(role: Env['role']): DynamicModule {
    const controllers = [
      AuthController,
      UsersController,
      InvitationsController,
      ApiKeysController,
      PeopleController,
      StreamTicketsController,
    ];
    return {
      module: AuthModule,
      imports: [
        PeopleModule,
        JwtModule.registerAsync({
          inject: [Env],
          useFactory: ({ tokens }: Env) => ({ secret: tokens.secret, signOptions: { algorithm: 'HS256' } }),
        }),
        MongooseModule.forFeature([
          { name: ApiKeyRecord.name, schema: ApiKeySchema },
          { name: InvitationRecord.name, schema: InvitationSchema },
          { name: LoginFailure.name, schema: LoginFailureSchema },
          { name: RevocationRecord.name, schema: RevocationSchema },
          { name: Session.name, schema: SessionSchema },
          { name: TicketRecord.name, schema: TicketSchema },
        ]),
      ],
      controllers: role === 'worker' ? [] : controllers,
      providers: [
        ApiKeys,
        Erasure,
        FirstAccounts,
        Invitations,
        InvitationsService,
        JobLists,
        LoginFailures,
        OriginCheck,
        Revocations,
        Sessions,
        SessionsService,
        StreamTickets,
        TokenIssuer,
        TokenVerifier,
      ],
      exports: [PeopleModule, ApiKeys, Erasure, FirstAccounts, JobLists, OriginCheck, Revocations, StreamTickets, TokenVerifier],
    };
  }
}
