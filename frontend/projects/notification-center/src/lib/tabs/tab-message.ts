import type { Ack, ClientEvent, ServerEvent } from '@eventide/contracts';
import type { ConnectionState } from '../realtime/connection-status';

/** What the tabs of one person in one browser say to each other. Tabs are named by random ids. */
export type TabMessage =
  /** To the leader: are you there? */
  | { readonly kind: 'ping' }
  | Leading
  /** From the leader: the server sent this. */
  | { readonly kind: 'event'; readonly event: ServerEvent; readonly payload: unknown }
  | TabRequest
  | { readonly kind: 'answer'; readonly to: string; readonly id: number; readonly answer: Ack<unknown> }
  /** To the leader: the person asks for a try at once. */
  | { readonly kind: 'retry' }
  | { readonly kind: 'visible'; readonly tab: string; readonly visible: boolean };

/** From the leader: who leads, how the connection is, and who shows toasts. In answer to a ping, and when it changes. */
export interface Leading {
  readonly kind: 'leading';
  readonly leader: string;
  readonly state: ConnectionState;
  readonly speaker: string;
}

/** To the leader: send this to the server, and tell me the answer. */
export interface TabRequest {
  readonly kind: 'request';
  readonly from: string;
  readonly id: number;
  readonly event: ClientEvent;
  readonly payload: unknown;
}
