import { signal } from '@angular/core';
import type { ClientEvent, ClientEvents, Cursor, SyncPage } from '@eventide/contracts';
import { sameState, type ConnectionState } from '../realtime/connection-status';
import { RequestError } from '../realtime/request-error';
import type { Leading, TabMessage } from './tab-message';
import { TabRequests } from './tab-requests';

/** What a follower works with. */
export interface FollowerParts {
  /** Its name among the tabs. */
  readonly tab: string;
  post(message: TabMessage): void;
  cursor(): Cursor | null;
  /** Takes the page that following begins with. */
  receive(page: SyncPage): void;
}

/** The connection of a tab that follows: the leader's, by way of messages. */
export class Follower {
  private readonly requests = new TabRequests();
  private readonly connection = signal<ConnectionState>({ status: 'connecting' }, { equal: sameState });
  private leader: string | null = null;
  private hasPage = false;

  /** The leader's; until it is heard, what `begin` said. */
  readonly state = this.connection.asReadonly();

  constructor(private readonly parts: FollowerParts) {}

  /** Waits for a leader. */
  begin(state: ConnectionState): void {
    this.leader = null;
    this.hasPage = false;
    this.connection.set(state);
  }

  /** Follows no more: what the leader was asked is unanswered. */
  end(): void {
    this.requests.abandon();
  }

  /**
   * The leader's word. Every new leader is asked only for what this tab has not seen: its connection begins with a
   * page that all tabs hear, so only a tab that comes later needs a page of its own.
   * @returns whether this is another leader than before
   */
  hear({ leader, state }: Leading): boolean {
    const isNew = leader !== this.leader;
    this.leader = leader;
    if (isNew) this.requests.abandon();
    this.connection.set(state);
    if (state.status === 'live' && !this.hasPage) void this.askForPage();
    return isNew;
  }

  answered(message: Extract<TabMessage, { kind: 'answer' }>): void {
    if (message.to === this.parts.tab) this.requests.answered(message.id, message.answer);
  }

  /** As `RealtimeClient.emit`, by way of the leader. */
  emit<E extends ClientEvent>(event: E, payload: ClientEvents[E]['payload']): Promise<ClientEvents[E]['data']> {
    if (this.connection().status !== 'live') return Promise.reject(RequestError.unanswered());
    const answer = this.requests.ask((id) =>
      this.parts.post({ kind: 'request', from: this.parts.tab, id, event, payload }),
    );
    return answer as Promise<ClientEvents[E]['data']>;
  }

  private async askForPage(): Promise<void> {
    this.hasPage = true;
    try {
      this.parts.receive(await this.emit('sync', this.parts.cursor() ?? {}));
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // The leader's next word brings another try.
      this.hasPage = false;
    }
  }
}
