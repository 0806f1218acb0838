import type { Namespace } from 'socket.io';
import type { Json, ServerEvent } from '@eventide/contracts';
import type { Revocation } from '../auth/revocation.js';
import { isFrameEvent, streamOf, type Frame, type Message } from './frame.js';
import { userOfRoom, userRoom } from './rooms.js';

/** Socket.IO's numbers for what nodes tell each other, and for an event packet. */
const BROADCAST = 3;
const EVENT = 2;
const REVOKE = 'revoke';
const TOPIC = 'topic';
const TOGETHER = 'frames';

interface ClusterMessage {
  type: number;
  data: { packet: { type: number; data: [ServerEvent, never] }; opts: { rooms: string[]; except: string[]; flags: object } };
}

/** What the patch relies on of Socket.IO's cluster adapters; not in their types, so a spec watches it. */
interface ClusterAdapter {
  onMessage(message: ClusterMessage & { uid: string }, offset?: string): void;
  publishAndReturnOffset(message: ClusterMessage): Promise<string>;
  readonly uid: string;
}

/** Where what other nodes send comes in. */
export interface Incoming {
  deliver(frame: Frame): void;
  send(message: Message): void;
  revoke(revocation: Revocation): void;
  hear(topic: string, payload: Json): void;
}

/**
 * Frames over the namespace's cluster adapter. Two things differ from Socket.IO's own broadcast: publishing does not
 * touch local sockets (the library's waits for Redis before it does), and what arrives goes to {@link Incoming}, which
 * puts it in order, instead of straight to sockets. On the wire it is an ordinary broadcast to one room, so that only
 * nodes where the person is connected hear it.
 */
export class FrameAdapter {
  readonly #adapter: ClusterAdapter;

  /** @throws Error when the namespace's adapter is not a cluster adapter of the shape that is known here */
  constructor(private readonly namespace: Namespace, incoming: Incoming) {
    this.#adapter = clusterAdapter(namespace.adapter);
    const original = this.#adapter.onMessage.bind(this.#adapter);
    this.#adapter.onMessage = (message, offset) => {
      if (message.uid === this.#adapter.uid) return;
      if (message.type === BROADCAST) receive(message, incoming);
      else original(message, offset);
    };
    namespace.on(REVOKE as never, ((revocation: Revocation) => incoming.revoke(revocation)) as never);
    namespace.on(TOGETHER as never, ((frames: readonly Frame[]) => frames.forEach((frame) => incoming.deliver(frame))) as never);
    namespace.on(TOPIC as never, ((topic: string, payload: Json) => incoming.hear(topic, payload)) as never);
  }

  async publish(frame: Frame): Promise<void> {
    await this.#broadcast(frame.stream === 'inbox' ? [userRoom(frame.userId)] : [], frame);
  }

  publishTogether(frames: readonly Frame[]): void {
    this.namespace.serverSideEmit(TOGETHER, frames);
  }

  async send(message: Message): Promise<void> {
    await this.#broadcast([userRoom(message.userId)], message);
  }

  revoke(revocation: Revocation): void {
    this.namespace.serverSideEmit(REVOKE, revocation);
  }

  tell(topic: string, payload: Json): void {
    this.namespace.serverSideEmit(TOPIC, topic, payload);
  }

  async #broadcast(rooms: string[], { event, payload }: Frame | Message): Promise<void> {
    await this.#adapter.publishAndReturnOffset({
      type: BROADCAST,
      data: { packet: { type: EVENT, data: [event, payload as never] }, opts: { rooms, except: [], flags: {} } },
    });
  }
}

function clusterAdapter(adapter: object): ClusterAdapter {
  const known = 'onMessage' in adapter && 'publishAndReturnOffset' in adapter && 'uid' in adapter;
  if (!known) throw new Error('This adapter of Socket.IO is not known here: look at frame-adapter.ts');
  return adapter as ClusterAdapter;
}

/** Reads a broadcast back into what was published. */
function receive({ data }: ClusterMessage, incoming: Incoming): void {
  const [event, payload] = data.packet.data;
  const userId = userOfRoom(data.opts.rooms[0] ?? '');
  if (event === 'messageToClient' && userId !== null) incoming.send({ userId, event, payload });
  if (!isFrameEvent(event)) return;
  if (streamOf(event) === 'all') incoming.deliver({ stream: 'all', event, payload } as Frame);
  else if (userId !== null) incoming.deliver({ stream: 'inbox', userId, event, payload } as Frame);
}
