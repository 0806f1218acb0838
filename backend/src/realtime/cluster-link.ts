import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import type { Json } from '@eventide/contracts';
import type { Namespace, ServerOptions } from 'socket.io';
import type { Revocation } from '../auth/revocation.js';
import { RedisClients, type RedisClient } from '../platform/redis-clients.js';
import { ChannelSubscriptions } from './channel-subscriptions.js';
import { Connections } from './connections.js';
import { FrameAdapter } from './frame-adapter.js';
import type { Frame, Message } from './frame.js';
import { OpenLines } from './open-lines.js';
import { userRoom } from './rooms.js';

/** How long a connection waits for its person's channel; beyond it, reconciliation finds what was missed. */
const SUBSCRIBED_MS = 500;

/**
 * The way to the other nodes, through Redis where `REDIS_URL` is set. At most once: nothing here throws, and nothing
 * that matters waits for it.
 */
@Injectable()
export class ClusterLink implements BeforeApplicationShutdown {
  #frames: FrameAdapter | undefined;
  #namespace: Namespace | undefined;
  #subscriber: RedisClient | undefined;
  #subscriptions: ChannelSubscriptions | undefined;
  #hear: (topic: string, payload: Json) => void = () => undefined;

  constructor(
    private readonly redis: RedisClients,
    private readonly connections: Connections,
    private readonly lines: OpenLines,
  ) {}

  /** What the Socket.IO server needs to be a member of the cluster; nothing without Redis. Call it once. */
  serverOptions(): Partial<ServerOptions> {
    if (!this.redis.enabled) return {};
    const publisher = this.redis.open('socket-publish', 'publish');
    this.#subscriber = this.redis.open('socket-subscribe', 'subscribe');
    this.#subscriptions = new ChannelSubscriptions(this.#subscriber);
    const options = { channelPrefix: this.redis.namespace, subscriptionMode: 'dynamic' } as const;
    return { adapter: createShardedAdapter(publisher, this.#subscriptions, options) };
  }

  /** Begins to listen to other nodes. */
  join(namespace: Namespace): void {
    if (!this.redis.enabled) return;
    this.#namespace = namespace;
    this.#frames = new FrameAdapter(namespace, {
      deliver: (frame) => this.connections.deliver(frame),
      send: (message) => this.connections.send(message),
      revoke: (revocation) => this.lines.revoke(revocation),
      hear: (topic, payload) => this.#hear(topic, payload),
    });
  }

  publish(frame: Frame): void {
    void this.#frames?.publish(frame);
  }

  publishTogether(frames: readonly Frame[]): void {
    this.#frames?.publishTogether(frames);
  }

  send(message: Message): void {
    void this.#frames?.send(message);
  }

  revoke(revocation: Revocation): void {
    this.#frames?.revoke(revocation);
  }

  /** Tells the other processes of a topic. */
  tell(topic: string, payload: Json): void {
    this.#frames?.tell(topic, payload);
  }

  /** @param hear takes what other processes tell; it must not throw */
  onTopic(hear: (topic: string, payload: Json) => void): void {
    this.#hear = hear;
  }

  /** From now on this node hears what others publish for a person, until {@link unfollow}. A socket does so by its room. */
  async follow(connectionId: string, userId: string): Promise<void> {
    await this.#namespace?.adapter.addAll(connectionId, new Set([userRoom(userId)]));
  }

  unfollow(connectionId: string): void {
    this.#namespace?.adapter.delAll(connectionId);
  }

  /**
   * Resolves when this node hears what others publish for a person; at the latest after half a second, and at once
   * while Redis is away.
   */
  async hears(userId: string): Promise<void> {
    if (!this.#subscriptions || !this.#namespace || !this.#subscriber?.isReady) return;
    const channel = `${this.redis.namespace}#${this.#namespace.name}#${userRoom(userId)}#`;
    await Promise.race([this.#subscriptions.settled(channel), delay(SUBSCRIBED_MS, undefined, { ref: false })]);
  }

  /** Before the server closes its adapter, which would wait for Redis to unsubscribe. */
  beforeApplicationShutdown(): void {
    this.#subscriptions?.close();
  }
}
