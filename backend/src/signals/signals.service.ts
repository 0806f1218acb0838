import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Json, SignalRequest } from '@eventide/contracts';
import { PeopleRepository } from '../auth/people.repository.js';
import type { UserPrincipal } from '../auth/principal.js';
import { DomainError } from '../platform/domain-error.js';
import { Connections } from '../realtime/connections.js';
import type { EventStream } from '../realtime/event-streams.js';
import { Topics } from '../realtime/topics.js';
import { isFor, isSameEmail, type AddressedSignal, type Addressee } from './signal-filter.js';

const TOPIC = 'signals';

/** Transient events for one person, wherever that person is connected. Nothing is kept: who isn't there misses it. */
@Injectable()
export class SignalsService implements OnModuleInit {
  constructor(
    private readonly people: PeopleRepository,
    private readonly topics: Topics,
    private readonly connections: Connections,
  ) {}

  onModuleInit(): void {
    this.topics.subscribe(TOPIC, (signal) => this.tellDevices(signal as unknown as AddressedSignal));
  }

  /** Reaches the person's devices and streams on all nodes; nobody there is fine. */
  async send({ email, userId, topic, data }: SignalRequest): Promise<void> {
    const to = userId === undefined ? await this.behind(email ?? '') : { userId, email: null };
    this.topics.publish(TOPIC, { to: { ...to }, topic, data });
  }

  /**
   * Who a stream listens as: the caller, or for an administrator whoever has the address.
   * @throws DomainError `forbidden` when the address is not the caller's own
   */
  async listener(caller: UserPrincipal, email: string | undefined): Promise<Addressee> {
    const own = { userId: caller.userId, email: caller.email ?? null };
    if (email === undefined || (own.email !== null && isSameEmail(own.email, email))) return own;
    if (caller.roles.includes('admin')) return this.behind(email);
    const registered = (await this.people.find(caller.userId))?.email;
    if (registered == null || !isSameEmail(registered, email)) throw new DomainError('forbidden', "The address is not the caller's own.");
    return own;
  }

  /** @param topics null: all of them */
  follow(stream: EventStream, listener: Addressee, topics: ReadonlySet<string> | null): void {
    const end = this.topics.subscribe(TOPIC, (payload) => {
      const signal = payload as unknown as AddressedSignal;
      if (isFor(listener, topics, signal)) stream.send('signal', { topic: signal.topic, data: signal.data });
    });
    stream.onClose(end);
  }

  /** The person with an address; where nobody is registered under it, whoever comes with it in a token. */
  private async behind(email: string): Promise<Addressee> {
    const account = await this.people.findByEmail(email);
    return account ? { userId: account.user.id, email: null } : { userId: null, email };
  }

  private tellDevices(signal: AddressedSignal): void {
    const { to, topic, data }: { to: Addressee; topic: string; data: Json } = signal;
    const candidates = to.userId === null ? this.connections.all() : this.connections.of(to.userId);
    for (const connection of candidates) {
      const { userId, email = null } = connection.principal;
      if (isFor({ userId, email }, null, signal)) connection.send('signal', { topic, data });
    }
  }
}
