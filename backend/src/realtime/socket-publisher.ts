import { Injectable } from '@nestjs/common';
import type { ServerEvents } from '@eventide/contracts';
import type { ConnectionCloser } from '../auth/connection-closer.js';
import type { Revocation } from '../auth/revocation.js';
import { ClusterLink } from './cluster-link.js';
import { Connections } from './connections.js';
import type { Frame } from './frame.js';
import { OpenLines } from './open-lines.js';
import { RealtimePublisher } from './realtime-publisher.js';

/** Publishes to this process's connections at once, then to the other nodes. Works in a worker too, which has none. */
@Injectable()
export class SocketPublisher extends RealtimePublisher implements ConnectionCloser {
  constructor(
    private readonly connections: Connections,
    private readonly cluster: ClusterLink,
    private readonly lines: OpenLines,
  ) {
    super();
  }

  override publish(frames: readonly Frame[]): void {
    for (const frame of frames) this.connections.deliver(frame);
    for (const frame of frames) this.cluster.publish(frame);
  }

  override publishTogether(frames: readonly Frame[]): void {
    for (const frame of frames) this.connections.deliver(frame);
    this.cluster.publishTogether(frames);
  }

  override sendToUser<E extends 'messageToClient'>(userId: string, event: E, payload: ServerEvents[E]): void {
    this.connections.send({ userId, event, payload });
    this.cluster.send({ userId, event, payload });
  }

  close(revocation: Revocation): void {
    this.lines.revoke(revocation);
    this.cluster.revoke(revocation);
  }
}
