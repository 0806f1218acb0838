import type {
  AnnouncementRequest,
  LoginRequest,
  Send,
  SendAnswer,
  SessionAnswer,
  SignalRequest,
  UnreadCount,
  UserRequest,
} from '@eventide/contracts';
import type { DemoId } from './person.js';

/** A service of a host application that sends with an API key, as the README shows it. */
export class Service {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  /** Sends one notification; resolves when it is committed. */
  async send(to: string | string[], content: Partial<Send> = {}): Promise<SendAnswer> {
    const send: Send = { type: 'order.shipped', title: 'Order shipped', message: 'It arrives tomorrow.', ...content };
    return (await this.post('/api/notifications', { to, ...send })) as SendAnswer;
  }

  /** Sends `count` notifications to one person, titled `title 1` and on, in one transaction. */
  async sendMany(to: string, count: number, title: string): Promise<void> {
    const items = Array.from({ length: count }, (_, index) => ({
      to,
      type: 'report.ready',
      title: `${title} ${index + 1}`,
      message: `Page ${index + 1} of ${count}.`,
    }));
    await this.post('/api/notifications/batch', { items });
  }

  async announce(announcement: AnnouncementRequest): Promise<void> {
    await this.post('/api/announcements', announcement);
  }

  /** How many connections the node holds, whosever they are. */
  async countConnections(): Promise<number> {
    const answer = await fetch(`${this.url}/metrics`, { headers: { authorization: `Bearer ${this.apiKey}` } });
    const count = /^eventide_connections (\d+)$/m.exec(await answer.text())?.[1];
    if (count === undefined) throw new Error(`/metrics answered ${answer.status} without a count of connections`);
    return Number(count);
  }

  /** The newest place of a demo account's inbox: one for each change that was ever made. */
  async inboxPlace(id: DemoId): Promise<number> {
    const credentials: LoginRequest = { email: `${id}@eventide.test`, password: 'eventide' };
    const { accessToken } = (await this.post('/api/auth/login', credentials)) as SessionAnswer;
    const authorization = `Bearer ${accessToken}`;
    const answer = await fetch(`${this.url}/api/notifications/unread-count`, { headers: { authorization } });
    return ((await answer.json()) as UnreadCount).seq;
  }

  async signal(signal: SignalRequest): Promise<void> {
    await this.post('/api/signals', signal);
  }

  /** Makes somebody known, or changes what is known of them. */
  async register(id: string, person: UserRequest): Promise<void> {
    await this.call('PUT', `/api/users/${id}`, person);
  }

  private post(path: string, body: object): Promise<unknown> {
    return this.call('POST', path, body);
  }

  private async call(method: string, path: string, body: object): Promise<unknown> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return text === '' ? null : JSON.parse(text);
  }
}
