import { describe, expect, it } from '@jest/globals';
import { NAMESPACE, type Json } from '@eventide/contracts';
import { createShardedAdapter } from '@socket.io/redis-adapter';
import { Server, type Namespace } from 'socket.io';
import type { Revocation } from '../auth/revocation.js';
import { FrameAdapter, type Incoming } from './frame-adapter.js';
import type { Frame, Message } from './frame.js';
import { inboxFrame } from './in-memory-connection.js';
import { userRoom } from './rooms.js';

type Listener = (message: Buffer, channel: Buffer) => void;

/** Sharded pub/sub without Redis: what the library's adapter asks of its two clients. */
class InMemoryPubSub {
  readonly published: string[] = [];
  readonly #listeners = new Map<string, Set<Listener>>();

  client() {
    return {
      sSubscribe: async (channel: string, listener: Listener) => {
        this.#listeners.set(channel, (this.#listeners.get(channel) ?? new Set()).add(listener));
      },
      sUnsubscribe: async (channel: string) => void this.#listeners.delete(channel),
      sPublish: async (channel: string, message: string) => {
        this.published.push(channel);
        for (const listener of this.#listeners.get(channel) ?? []) listener(Buffer.from(message), Buffer.from(channel));
        return 0;
      },
    };
  }
}

class InMemoryIncoming implements Incoming {
  readonly frames: Frame[] = [];
  readonly messages: Message[] = [];
  readonly revocations: Revocation[] = [];
  readonly topics: [topic: string, payload: Json][] = [];

  deliver(frame: Frame): void {
    this.frames.push(frame);
  }

  send(message: Message): void {
    this.messages.push(message);
  }

  revoke(revocation: Revocation): void {
    this.revocations.push(revocation);
  }

  hear(topic: string, payload: Json): void {
    this.topics.push([topic, payload]);
  }
}

/** Watches the shape of Socket.IO's adapter that the patch relies on: an upgrade that changes it fails here. */
describe(FrameAdapter.name, () => {
  function node(bus: InMemoryPubSub): { frames: FrameAdapter; incoming: InMemoryIncoming; namespace: Namespace } {
    const client = bus.client();
    const adapter = createShardedAdapter(client, client, { subscriptionMode: 'dynamic' });
    const namespace = new Server({ adapter }).of(NAMESPACE);
    const incoming = new InMemoryIncoming();
    return { namespace, incoming, frames: new FrameAdapter(namespace, incoming) };
  }

  it('carries frames to nodes where the person is, and to no other', async () => {
    const bus = new InMemoryPubSub();
    const [sender, home, idle] = [node(bus), node(bus), node(bus)];
    await home.namespace.adapter.addAll('socket-1', new Set([userRoom('ann')]));
    await sender.frames.publish(inboxFrame(3));
    expect(home.incoming.frames).toEqual([inboxFrame(3)]);
    expect(idle.incoming.frames).toEqual([]);
    expect(sender.incoming.frames).toEqual([]);
    expect(bus.published).toEqual([`socket.io#${NAMESPACE}#u:ann#`]);
  });

  it('does not touch local sockets', async () => {
    const bus = new InMemoryPubSub();
    const sender = node(bus);
    await sender.namespace.adapter.addAll('socket-1', new Set([userRoom('ann')]));
    await sender.frames.publish(inboxFrame(3));
    expect(sender.incoming.frames).toEqual([]);
  });

  it('carries many frames together, to every node, in their order', async () => {
    const bus = new InMemoryPubSub();
    const [sender, ...others] = [node(bus), node(bus), node(bus)];
    sender.frames.publishTogether([inboxFrame(3), inboxFrame(4)]);
    for (const other of others) expect(other.incoming.frames).toEqual([inboxFrame(3), inboxFrame(4)]);
    expect(sender.incoming.frames).toEqual([]);
    expect(bus.published).toHaveLength(1);
  });

  it('carries frames of the announcements to every node', async () => {
    const bus = new InMemoryPubSub();
    const [sender, ...others] = [node(bus), node(bus), node(bus)];
    const frame: Frame = { stream: 'all', event: 'announcementChanged', payload: { epoch: 'e', seq: 1, prev: 0, changes: [] } };
    await sender.frames.publish(frame);
    for (const other of others) expect(other.incoming.frames).toEqual([frame]);
  });

  it('carries messages and revocations', async () => {
    const bus = new InMemoryPubSub();
    const [sender, home] = [node(bus), node(bus)];
    await home.namespace.adapter.addAll('socket-1', new Set([userRoom('ann')]));
    const message: Message = { userId: 'ann', event: 'messageToClient', payload: { message: 'hi', timestamp: 'now' } };
    await sender.frames.send(message);
    sender.frames.revoke({ userId: 'ann', sid: 's1' });
    expect(home.incoming.messages).toEqual([message]);
    expect(home.incoming.revocations).toEqual([{ userId: 'ann', sid: 's1' }]);
  });

  it('carries topics to every other node', async () => {
    const bus = new InMemoryPubSub();
    const [sender, ...others] = [node(bus), node(bus), node(bus)];
    sender.frames.tell('weather', { sun: true });
    for (const other of others) expect(other.incoming.topics).toEqual([['weather', { sun: true }]]);
    expect(sender.incoming.topics).toEqual([]);
  });

  it('refuses an adapter of another shape', () => {
    expect(() => new FrameAdapter(new Server().of(NAMESPACE), new InMemoryIncoming())).toThrow(/frame-adapter/);
  });
});
