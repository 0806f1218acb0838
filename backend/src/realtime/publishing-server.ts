import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { NAMESPACE } from '@eventide/contracts';
import type { Server } from 'socket.io';
import { ClusterLink } from './cluster-link.js';
import { publishingServer } from './redis-io.adapter.js';

/** What a worker publishes through: a Socket.IO server that listens to nothing and is a member of the cluster. */
@Injectable()
export class PublishingServer implements OnModuleInit, OnApplicationShutdown {
  #server: Server | undefined;

  constructor(private readonly cluster: ClusterLink) {}

  onModuleInit(): void {
    this.#server = publishingServer(this.cluster);
    this.cluster.join(this.#server.of(NAMESPACE));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#server?.close();
  }
}
