import { Global, Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ConnectionCloser } from '../auth/connection-closer.js';
import type { Env } from '../platform/env.js';
import { ClusterLink } from './cluster-link.js';
import { Commands } from './commands.js';
import { Connect } from './connect.js';
import { ConnectionCommands } from './connection.commands.js';
import { Connections } from './connections.js';
import { DeviceStreams } from './device-streams.js';
import { EventStreams } from './event-streams.js';
import { Expiry } from './expiry.js';
import { Healer } from './healer.js';
import { HeadsStore } from './heads.store.js';
import { MessagesCommands } from './messages.commands.js';
import { NotificationsGateway } from './notifications.gateway.js';
import { OpenLines } from './open-lines.js';
import { PublishingServer } from './publishing-server.js';
import { RealtimeMetrics } from './realtime-metrics.js';
import { RealtimePublisher } from './realtime-publisher.js';
import { Reconciler } from './reconciler.js';
import { SocketPublisher } from './socket-publisher.js';
import { StreamController } from './stream.controller.js';
import { SyncController } from './sync.controller.js';
import { Sync } from './sync.js';
import { Topics } from './topics.js';
import { Turnstile } from './turnstile.js';
import { Welcome } from './welcome.js';

/** A newcomer is about a millisecond of work, so a turn of the loop in a storm of them stays near 10 ms. */
const NEWCOMERS_PER_TURN = 8;

/** What every process has: features register with it and publish through it. */
const EVERYWHERE: Provider[] = [
  HeadsStore,
  Sync,
  Commands,
  OpenLines,
  Connections,
  RealtimeMetrics,
  ClusterLink,
  Topics,
  SocketPublisher,
  { provide: RealtimePublisher, useExisting: SocketPublisher },
  { provide: ConnectionCloser, useExisting: SocketPublisher },
];

/** What a process with clients has besides. */
const WITH_CLIENTS: Provider[] = [
  { provide: Turnstile, useFactory: () => new Turnstile(NEWCOMERS_PER_TURN) },
  NotificationsGateway,
  Connect,
  Welcome,
  Healer,
  Reconciler,
  Expiry,
  EventStreams,
  DeviceStreams,
  ConnectionCommands,
  MessagesCommands,
];

/** Sockets and sync. Knows no feature: their streams and commands come to it by registration. */
@Global()
@Module({})
export class RealtimeModule {
  static forRole(role: Env['role']): DynamicModule {
    const clients = role !== 'worker';
    return {
      module: RealtimeModule,
      controllers: clients ? [SyncController, StreamController] : [],
      providers: [...EVERYWHERE, ...(clients ? WITH_CLIENTS : [PublishingServer])],
      exports: [
        HeadsStore,
        Sync,
        Commands,
        ClusterLink,
        Topics,
        Connections,
        RealtimePublisher,
        ConnectionCloser,
        ...(clients ? [EventStreams] : []),
      ],
    };
  }
}
