import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { NAMESPACE } from '@eventide/contracts';
import type { Namespace } from 'socket.io';
import { ClusterLink } from './cluster-link.js';
import { publishingServer } from './redis-io.adapter.js';

/** What a worker publishes through: a Socket.IO server that listens to nothing and is a member of the cluster. */
@Injectable()
export class PublishingServer implements OnModuleInit, OnApplicationShutdown {
  #namespace: Namespace | undefined;

  constructor(private readonly cluster: ClusterLink) {}

  onModuleInit(): void {
    this.#namespace = publishingServer(this.cluster).of(NAMESPACE);
    this.cluster.join(this.#namespace);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#namespace?.adapter.close();
  }
}
